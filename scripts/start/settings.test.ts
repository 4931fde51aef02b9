import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { parsePort, readSettings } from "./settings.mjs";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

it("has a default for everything", () => {
  const env = { NODE_ENV: "test" as const, ROUTELEDGER_ENV_FILE: "" };
  expect(readSettings("/srv/ledger", env)).toEqual({
    root: "/srv/ledger", dataDir: "/srv/ledger/.routeledger", host: "127.0.0.1", port: 3000, databaseUrl: null, housekeeping: true,
  });
});

it.each([["0", false], ["", true], ["1", true]])("with ROUTELEDGER_HOUSEKEEPING=%s has a housekeeper: %s", (text, housekeeping) => {
  const env = { NODE_ENV: "test" as const, ROUTELEDGER_ENV_FILE: "", ROUTELEDGER_HOUSEKEEPING: text };
  expect(readSettings("/srv/ledger", env)).toMatchObject({ housekeeping });
});

it("takes an empty variable for one that is not set, and a data folder from the checkout on", () => {
  const env = { NODE_ENV: "test" as const, ROUTELEDGER_ENV_FILE: "", DATABASE_URL: "", PORT: "", HOST: "", ROUTELEDGER_DATA_DIR: "books" };
  expect(readSettings("/srv/ledger", env)).toMatchObject({ dataDir: "/srv/ledger/books", port: 3000, databaseUrl: null });
});

it("says which environment file is missing", () => {
  const env = { NODE_ENV: "test" as const, ROUTELEDGER_ENV_FILE: "production.env" };
  expect(() => readSettings("/srv/ledger", env)).toThrow(/\/srv\/ledger\/production\.env/);
});

it("reads .env, and lets the real environment win", () => {
  const root = mkdtempSync(join(tmpdir(), "settings-"));
  folders.push(root);
  writeFileSync(join(root, ".env"), "RL_TEST_A=file\nRL_TEST_B=file\n");
  process.env["RL_TEST_B"] = "real";
  readSettings(root, { NODE_ENV: "test" });
  expect([process.env["RL_TEST_A"], process.env["RL_TEST_B"]]).toEqual(["file", "real"]);
});

it.each(["0", "80", "65535"])("takes port %s", (text) => {
  expect(parsePort(text)).toBe(Number(text));
});

it.each(["65536", "-1", "3000.5", "0x50", "abc", " "])("refuses port %j in one line", (text) => {
  expect(() => parsePort(text)).toThrow(/^PORT cannot be used: [^\n]+$/);
});
