import { createServer } from "node:net";
import { expect, it } from "vitest";
import { describeListenError, parseDatabaseAddress, requireDatabase, requireFreePort } from "./network.mjs";

const ONE_LINE = /^[^\n]+: [^\n]+\. [^\n]+\.$/;

async function listen(): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("no port");
  return { port: address.port, close: () => new Promise((resolve) => server.close(() => { resolve(); })) };
}

it("refuses a taken port, and takes it once it is free", async () => {
  const other = await listen();
  await expect(requireFreePort("127.0.0.1", other.port)).rejects.toThrow(`Port ${other.port} on 127.0.0.1 is taken`);
  await other.close();
  await expect(requireFreePort("127.0.0.1", other.port)).resolves.toBeUndefined();
});

it.each(["EADDRINUSE", "EACCES", "EADDRNOTAVAIL", null])("says what happened, why and what to do for %s, in one line", (code) => {
  expect(describeListenError("127.0.0.1", 80, code).message).toMatch(ONE_LINE);
});

it("finds host and port of a database", () => {
  expect(parseDatabaseAddress("postgresql://u:p@db.example:6543/x")).toEqual({ host: "db.example", port: 6543 });
  expect(parseDatabaseAddress("postgres://u:p@[::1]/x")).toEqual({ host: "::1", port: 5432 });
  expect(parseDatabaseAddress("postgresql://u@localhost/x?host=/run/postgresql")).toBeNull();
});

it.each(["", "db.example:5432", "mysql://u:p@h/x"])("refuses %j as a database's address", (url) => {
  expect(() => parseDatabaseAddress(url)).toThrow(ONE_LINE);
});

it("says in one line that a database cannot be reached, without its password", async () => {
  const gone = await listen();
  await gone.close();
  const failure = await requireDatabase(`postgresql://u:sesame@127.0.0.1:${gone.port}/x`).catch((error: unknown) => String(error));
  expect(failure).toMatch(/cannot be reached at 127\.0\.0\.1:\d+: ECONNREFUSED/);
  expect(failure).not.toContain("sesame");
});
