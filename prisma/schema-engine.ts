import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlResultSet } from "@prisma/driver-adapter-utils";
import * as binding from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

export type SchemaEngine = binding.SchemaEngine;

/** Every table and enum is the engine's business. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

/** What wasm-bindgen exports beside the declared types: the tie between its JavaScript and an instance. */
type Tie = { __wbg_set_wasm(exports: WebAssembly.Exports): void };

type Imports = Record<string, (...args: unknown[]) => unknown>;

let loading: Promise<void> | undefined;

/**
 * Instantiates Prisma's schema engine from its WebAssembly file. The package's own entry imports the `.wasm` file as
 * a module, which Node 20 and 22 do not.
 */
async function loadEngine(): Promise<void> {
  const script = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const imports = { "./schema_engine_bg.js": withoutLastingTimers({ ...binding } as unknown as Imports) };
  const { instance } = await WebAssembly.instantiate(await readFile(script.replace(/\.js$/, ".wasm")), imports);
  // Where the engine leaves the words of a panic, which nothing can catch: they end the process.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: raisePanic } });
  (binding as unknown as Tie).__wbg_set_wasm(instance.exports);
  (instance.exports["__wbindgen_start"] as () => void)();
}

function raisePanic(message: string): never {
  throw new Error(`Prisma's schema engine: ${message}`);
}

/**
 * The engine never clears the timer of its own lock, and the process would stay for its ten seconds.
 */
function withoutLastingTimers(imports: Imports): Imports {
  for (const [name, original] of Object.entries(imports)) {
    if (!name.startsWith("__wbg_setTimeout_")) continue;
    imports[name] = (...args) => {
      const timer = original(...args);
      if (timer instanceof Object && "unref" in timer && timer.unref instanceof Function) timer.unref();
      return timer;
    };
  }
  return imports;
}

/** PostgreSQL's numbers for its one-letter type "char" and for text (pg_type.oid). */
const CHAR_OID = 18;
const TEXT_OID = 25;
const CHAR_MARK = "\0char";

/**
 * Prisma's adapter with two things put right that the schema engine needs. Scripts are sent as one message: split at
 * every semicolon, as they would be, function bodies are torn apart; and PostgreSQL runs one message as one transaction,
 * so that a migration is applied whole or not at all. And the catalogue's type "char" is read, which the adapter refuses.
 */
class MigrationAdapter extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    };
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => restoreCharColumns(await queryRaw(query));
    return adapter;
  }
}

function createPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  const query = pool.query.bind(pool);
  return Object.assign(pool, {
    query: async (config: pg.QueryArrayConfig) => {
      const result = await query(config);
      // The adapter takes it for text, and the name tells us afterwards that it is not.
      for (const field of result.fields ?? []) if (field.dataTypeID === CHAR_OID) Object.assign(field, { dataTypeID: TEXT_OID, name: field.name + CHAR_MARK });
      return result;
    },
  });
}

function restoreCharColumns(result: SqlResultSet): SqlResultSet {
  return {
    ...result,
    columnNames: result.columnNames.map((name) => name.replace(CHAR_MARK, "")),
    columnTypes: result.columnTypes.map((type, index) => (result.columnNames[index]?.endsWith(CHAR_MARK) ? ColumnTypeEnum.Character : type)),
  };
}

/** Runs a task on Prisma's schema engine, connected to a database through the same driver as the product. */
export async function withSchemaEngine<Result>(databaseUrl: string, task: (engine: SchemaEngine) => Promise<Result>): Promise<Result> {
  loading ??= loadEngine();
  await loading;
  const pool = createPool(databaseUrl);
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new MigrationAdapter(pool));
    const engine = await binding.SchemaEngine.new({ datamodels: [["schema.prisma", await readSchema()]] }, () => undefined, adapter);
    try {
      return await task(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

/** The text of `schema.prisma`. */
export function readSchema(): Promise<string> {
  return readFile(new URL("schema.prisma", import.meta.url), "utf8");
}
