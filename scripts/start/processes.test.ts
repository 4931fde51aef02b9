import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { findCommandLine, findProcessIdentity, parseProcStat } from "./processes.mjs";

const FIELDS = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18";

it("reads the start of a process whose name holds blanks and brackets", () => {
  expect(parseProcStat(`42 (a (b) S c) S ${FIELDS} 98765 0 0`, "boot")).toBe("boot 98765");
});

it("counts a zombie as gone", () => {
  expect(parseProcStat(`42 (node) Z ${FIELDS} 98765 0 0`, "boot")).toBeNull();
});

it("tells a living process from one that has ended", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
  const pid = child.pid ?? 0;
  expect(findProcessIdentity(pid)).not.toBeNull();
  expect(findProcessIdentity(pid)).toBe(findProcessIdentity(pid));
  expect(findProcessIdentity(pid)).not.toBe(findProcessIdentity(process.pid));
  expect(findCommandLine(pid)).toContain("process.stdin.resume()");
  child.stdin.end();
  await once(child, "exit");
  expect(findProcessIdentity(pid)).toBeNull();
});
