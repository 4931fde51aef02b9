import { expect, it } from "vitest";
import { classifyDatabaseFault, describeDatabaseFault } from "./database-fault";

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

it.each([new Error("ECONNREFUSED"), { meta: null }, null, "text"])("%s is waited for", (error) => {
  expect(classifyDatabaseFault(error)).toBe("passing");
});

it("is described in one line", () => {
  expect(describeDatabaseFault(fault("22003"))).toBe("Raw query failed.");
});
