import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv as parseEnvFile } from "node:util";
import { expect, it } from "vitest";
import { parseEnv } from "@/lib/env";
import { ROOT } from "./start/root.mjs";

const example = readFileSync(join(ROOT, ".env.example"), "utf8");
/** Set by `npm start` for its own processes, and by nobody else. */
const INTERNAL = ["ROUTELEDGER_NEXT_URL", "ROUTELEDGER_GATEWAY_URL"];
const DATABASE_URL = "postgresql://ledger@127.0.0.1/ledger";

it("says what holds without it, so that copying it changes nothing", () => {
  expect(parseEnv({ ...parseEnvFile(example), DATABASE_URL })).toEqual(parseEnv({ DATABASE_URL }));
});

it("names every variable that can be set, and no other", () => {
  const known = [...readFileSync(join(ROOT, "lib", "env.ts"), "utf8").matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1]);
  const named = [...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map((match) => match[1]);
  expect(named.sort()).toEqual(known.filter((name) => !INTERNAL.includes(name ?? "")).sort());
});

it("explains each block before it sets anything", () => {
  for (const block of example.trim().split("\n\n")) expect(block).toMatch(/^# \S/);
});
