import { expect, it } from "vitest";
import { classifyDatabaseFault, describeDatabaseFault, isDuplicate } from "./database-fault";

/** As Prisma's driver adapter throws it. */
const fault = (originalCode: string) =>
  Object.assign(new Error("\nInvalid `prisma.$executeRawUnsafe()` invocation:\n\n\nRaw query failed."), {
    code: "P2010",
    meta: { driverAdapterError: { cause: { originalCode } } },
  });

it.each(["22003", "22P05", "22P02", "23505", "23514", "54000"])("SQLSTATE %s is about the data", (code) => {
  expect(classifyDatabaseFault(fault(code))).toBe("data");
});

it.each(["08006", "53300", "57P01", "40P01", "40001", "42P01", "XX000"])("SQLSTATE %s is waited for", (code) => {
  expect(classifyDatabaseFault(fault(code))).toBe("passing");
});

it("is known from what the driver throws as well", () => {
  const thrown = (code: string) => Object.assign(new Error("x"), { code, severity: "ERROR" });
  expect(classifyDatabaseFault(thrown("22003"))).toBe("data");
  expect(classifyDatabaseFault(Object.assign(new Error("x"), { code: "ECONNRESET" }))).toBe("passing");
  expect([isDuplicate(thrown("23505")), isDuplicate(thrown("23514"))]).toEqual([true, false]);
});

it.each([new Error("ECONNREFUSED"), { meta: null }, null, "text"])("%s is waited for", (error) => {
  expect(classifyDatabaseFault(error)).toBe("passing");
});

it("is described in one line", () => {
  expect(describeDatabaseFault(fault("22003"))).toBe("22003: Raw query failed.");
});
