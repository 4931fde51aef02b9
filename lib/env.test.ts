import { expect, it } from "vitest";
import { EnvError, parseEnv } from "./env";

const DATABASE_URL = "postgresql://ledger@127.0.0.1/ledger";

it.each([
  ["1048576", 1024 ** 2],
  ["64MiB", 64 * 1024 ** 2],
  ["2 GiB", 2 * 1024 ** 3],
  ["2048KiB", 2 * 1024 ** 2],
  ["", 1024 ** 3],
])("reads the journal's bound %j", (text, bytes) => {
  expect(parseEnv({ DATABASE_URL, ROUTELEDGER_JOURNAL_MAX: text }).ROUTELEDGER_JOURNAL_MAX).toBe(bytes);
});

it.each(["1023KiB", "1GB", "-1", "1.5GiB", "GiB", "1e9", "99999999GiB"])("refuses the bound %j, and says what it must be", (text) => {
  expect(() => parseEnv({ DATABASE_URL, ROUTELEDGER_JOURNAL_MAX: text })).toThrow(EnvError);
  expect(() => parseEnv({ DATABASE_URL, ROUTELEDGER_JOURNAL_MAX: text })).toThrow(/ROUTELEDGER_JOURNAL_MAX must be a number of bytes from 1048576/);
});
