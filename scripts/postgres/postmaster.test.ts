import { describe, expect, it } from "vitest";
import { isPostmasterOf, parsePostmasterPid } from "./postmaster.mjs";

const READY = "4711\n/srv/data/postgres\n1795800000\n41223\n\n127.0.0.1\n  1234567         3\nready   \n";

describe("parsePostmasterPid", () => {
  it("reads process, folder, port and status", () => {
    expect(parsePostmasterPid(READY)).toEqual({ pid: 4711, dataDir: "/srv/data/postgres", port: 41223, status: "ready" });
  });

  it("gives no status while the server is still writing the file", () => {
    expect(parsePostmasterPid("4711\n/srv/data/postgres\n1795800000\n")).toMatchObject({ pid: 4711, status: "" });
  });

  it.each(["", "\n", "4711", "garbage\n/srv\n", "-4711\n/srv/data/postgres\n1\n0\n"])("is null for %j", (text) => {
    expect(parsePostmasterPid(text)).toBeNull();
  });
});

describe("isPostmasterOf", () => {
  it("knows our server by its folder", () => {
    expect(isPostmasterOf("/srv/data/postgres", "/x/bin/postgres -D /srv/data/postgres -c port=1")).toBe(true);
    expect(isPostmasterOf("/srv/data/postgres", "/x/bin/postgres -D /srv/data/postgres")).toBe(true);
  });

  it.each(["/usr/bin/node server.js", "/x/bin/postgres -D /srv/data/postgres2 -c port=1", "postgres: checkpointer", null])(
    "does not take %j for it",
    (commandLine) => {
      expect(isPostmasterOf("/srv/data/postgres", commandLine)).toBe(false);
    },
  );
});
