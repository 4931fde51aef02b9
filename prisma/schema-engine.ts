import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
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
  (binding as unknown as Tie).__wbg_set_wasm(instance.exports);
  (instance.exports["__wbindgen_start"] as () => void)();
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

/**
 * Sends a script as one message. Prisma's own adapter splits scripts at every semicolon, which tears function bodies
 * apart; and PostgreSQL runs one message as one transaction, so that a migration is applied whole or not at all.
 */
class WholeScripts extends PrismaPg {
  constructor(pool: pg.Pool, private readonly shadowPool: pg.Pool) {
    super(pool);
  }

  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    };
    return adapter;
  }

  override connectToShadowDb() {
    return new WholeScripts(this.shadowPool, this.shadowPool).connect();
  }
}

/**
 * Runs a task on Prisma's schema engine, connected through the same driver as the product.
 * @param shadowUrl an empty database that the engine may fill, to compare migrations with a schema
 */
export async function withSchemaEngine<Result>(
  databaseUrl: string,
  task: (engine: SchemaEngine) => Promise<Result>,
  shadowUrl?: string,
): Promise<Result> {
  loading ??= loadEngine();
  await loading;
  const pool = createPool(databaseUrl);
  const shadowPool = createPool(shadowUrl ?? databaseUrl);
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool, shadowPool));
    const engine = await binding.SchemaEngine.new({ datamodels: [["schema.prisma", await readSchema()]] }, () => undefined, adapter);
    try {
      return await task(engine);
    } finally {
      engine.free();
    }
  } finally {
    await Promise.all([pool.end(), shadowPool.end()]);
  }
}

function createPool(databaseUrl: string): pg.Pool {
  return new pg.Pool({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
}

/** The text of `schema.prisma`. */
export function readSchema(): Promise<string> {
  return readFile(new URL("schema.prisma", import.meta.url), "utf8");
}
