import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { applyMigrations, planMigration, readMigrations } from "./migrate";

const FUNCTION_WITH_SEMICOLONS = `
CREATE TABLE notes (id int PRIMARY KEY, body text, at timestamptz) PARTITION BY RANGE (id);
CREATE TABLE notes_1 PARTITION OF notes FOR VALUES FROM (1) TO (100);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.at := now(); -- a semicolon; and a quote '
  RETURN NEW;
END
$$;
CREATE TRIGGER notes_stamp BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION stamp();
`;

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createEmptyDatabase();
  folder = await mkdtemp(join(tmpdir(), "migrations-"));
  await writeFile(join(folder, "migration_lock.toml"), 'provider = "postgresql"\n');
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, "migration.sql"), sql);
}

function query(sql: string): Promise<Record<string, unknown>[]> {
  return runOn(database.url, sql);
}

async function runOn(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("applyMigrations", () => {
  it("applies functions, triggers and partitions, and nothing a second time", async () => {
    await write("1_notes", FUNCTION_WITH_SEMICOLONS);
    expect(await applyMigrations(database.url, folder)).toEqual(["1_notes"]);
    await query("INSERT INTO notes (id) VALUES (7)");
    expect(await query("SELECT at IS NOT NULL AS stamped FROM notes_1")).toEqual([{ stamped: true }]);
    expect(await applyMigrations(database.url, folder)).toEqual([]);
  });

  it("applies each migration once when two processes start together", async () => {
    await write("1_notes", FUNCTION_WITH_SEMICOLONS);
    const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(database.url, folder)));
    expect(applied.flat()).toEqual(["1_notes"]);
  });

  it("leaves nothing of a migration that fails, and applies it once it is put right", async () => {
    await write("1_notes", `${FUNCTION_WITH_SEMICOLONS} SELECT 1/0;`);
    await expect(applyMigrations(database.url, folder)).rejects.toThrow(/1_notes[\s\S]*division by zero/);
    expect(await query("SELECT to_regclass('notes') AS notes")).toEqual([{ notes: null }]);
    await write("1_notes", FUNCTION_WITH_SEMICOLONS);
    expect(await applyMigrations(database.url, folder)).toEqual(["1_notes"]);
  });

  it("takes up a migration whose process was killed before it was done", async () => {
    await write("1_notes", FUNCTION_WITH_SEMICOLONS);
    await applyMigrations(database.url, folder);
    await write("2_more", "CREATE TABLE more (id int);");
    await query("INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('killed', 'x', '2_more')");
    expect(await applyMigrations(database.url, folder)).toEqual(["2_more"]);
  });

  it("refuses a database that a newer version has migrated", async () => {
    await write("1_notes", "CREATE TABLE notes (id int);");
    await write("2_newer", "CREATE TABLE newer (id int);");
    await applyMigrations(database.url, folder);
    await rm(join(folder, "2_newer"), { recursive: true });
    await expect(applyMigrations(database.url, folder)).rejects.toThrow(/ahead of this version.*2_newer/);
  });

  it("refuses a migration that was changed after it had been applied", async () => {
    await write("1_notes", "CREATE TABLE notes (id int);");
    await applyMigrations(database.url, folder);
    await write("1_notes", "CREATE TABLE notes (id bigint);");
    await expect(applyMigrations(database.url, folder)).rejects.toThrow(/1_notes was changed/);
  });
});

describe("the migrations", () => {
  it("keep what versions and tiers said before rules were stored as a whole, and never edited since", async () => {
    const [first] = (await readMigrations()).migrationDirectories;
    await write(first?.path ?? "", first?.migrationFile.content.value ?? "");
    await applyMigrations(database.url, folder);
    const id = (digit: number) => `'00000000-0000-7000-8000-00000000000${digit}'`;
    await query(`
      INSERT INTO teams (id, slug, name) VALUES (${id(1)}, 't', 't');
      INSERT INTO providers (team_id, id, slug, name, dialect, base_url) VALUES (${id(1)}, ${id(2)}, 'p', 'p', 'openai', 'https://p.example');
      INSERT INTO endpoints (team_id, id, provider_id, model, upstream_model) VALUES (${id(1)}, ${id(3)}, ${id(2)}, 'm', 'm');
      INSERT INTO profiles (team_id, id, slug, name) VALUES (${id(1)}, ${id(4)}, 'f', 'f');
      INSERT INTO profile_versions (team_id, id, profile_id, version, strategy, connect_ms, first_token_ms, stall_ms, answer_ms, total_ms)
        VALUES (${id(1)}, ${id(5)}, ${id(4)}, 1, 'ordered', 1, 2, 3, 4, 5);
      INSERT INTO tiers (team_id, profile_version_id, position, endpoint_id, retries)
        VALUES (${id(1)}, ${id(5)}, 1, ${id(3)}, 2), (${id(1)}, ${id(5)}, 2, ${id(3)}, 0);
    `);
    await applyMigrations(database.url);
    expect(await query("SELECT strategy, connect_ms, rules, note FROM profile_versions")).toEqual([
      { strategy: "ordered", connect_ms: 1, rules: {}, note: "" },
    ]);
    expect(await query("SELECT position, rules FROM tiers ORDER BY 1")).toEqual([
      { position: 1, rules: { retries: 2 } }, { position: 2, rules: {} },
    ]);
    expect(await query("SELECT max_output_tokens, parameters, inputs, failure_domain FROM endpoints")).toEqual([
      { max_output_tokens: null, parameters: null, inputs: null, failure_domain: null },
    ]);
    await expect(query("UPDATE tiers SET position = 3")).rejects.toThrow(/never edited/);
    await expect(query("UPDATE profile_versions SET note = 'x'")).rejects.toThrow(/never edited/);
    await query("UPDATE profiles SET name = 'g'");
    await expect(query(`INSERT INTO profile_versions SELECT team_id, ${id(6)}, profile_id, 2, 'psychic', NULL, 1, 1, 1, 1, 1 FROM profile_versions`))
      .rejects.toThrow(/known_strategy/);
  });
});

describe("planMigration", () => {
  let migrated: TestDatabase;
  beforeEach(async () => {
    migrated = await createTestDatabase();
  });
  afterEach(() => migrated.drop());

  it("finds nothing between the migrations and schema.prisma", async () => {
    expect(await planMigration(migrated.url)).toBe("");
  });

  it("writes what a database lacks", async () => {
    await runOn(migrated.url, "ALTER TABLE users DROP COLUMN name");
    expect(await planMigration(migrated.url)).toMatch(/ALTER TABLE "users" ADD COLUMN\s+"name" TEXT NOT NULL/);
  });
});

describe("createTestDatabase", () => {
  it("gives databases with every migration of the product, apart from each other", async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    try {
      expect(one.url).not.toBe(other.url);
      expect(await applyMigrations(one.url)).toEqual([]);
      const rows = await runOn(other.url, "SELECT migration_name FROM _prisma_migrations ORDER BY 1");
      const { migrationDirectories } = await readMigrations();
      expect(rows.map((row) => row["migration_name"])).toEqual(migrationDirectories.map(({ path }) => path));
    } finally {
      await Promise.all([one.drop(), other.drop()]);
    }
  });
});
