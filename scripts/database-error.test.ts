import { expect, it } from "vitest";
import { describeDatabaseError } from "./database-error";

const URL_WITH_PASSWORD = "postgresql://ledger:sesame@db.example:6543/books";

it.each([
  ["a wrong password", Object.assign(new Error('password authentication failed for user "ledger"'), { code: "28P01" }), /Correct the user and password/],
  ["a missing database", Object.assign(new Error('database "books" does not exist'), { code: "3D000" }), /Create that database/],
  ["no server", Object.assign(new Error(""), { code: "ECONNREFUSED" }), /ECONNREFUSED\. Start that PostgreSQL/],
  ["something else", new Error("first line\n  second line"), /first line \/ second line\./],
  ["what is no error", "odd", /odd\./],
])("says in one line what is wrong with %s, and keeps the password to itself", (_name, error, expected) => {
  const line = describeDatabaseError(error, URL_WITH_PASSWORD);
  expect(line).toMatch(/^The database at db\.example:6543\/books cannot be prepared: [^\n]+$/);
  expect(line).toMatch(expected);
  expect(line).not.toContain("sesame");
});
