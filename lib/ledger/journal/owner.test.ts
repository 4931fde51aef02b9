import { spawn } from "node:child_process";
import { expect, it } from "vitest";
import { describeOwner, isOwnerAlive } from "./owner";

it("knows this process as running", () => {
  expect(isOwnerAlive(describeOwner())).toBe(true);
});

it("does not take a later process with the same number for the earlier one", () => {
  const [pid] = describeOwner().split(" ");
  expect(isOwnerAlive(`${pid} 1`)).toBe(process.platform !== "linux");
});

it("knows a process that has ended as gone", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("exit", resolve));
  expect(isOwnerAlive(`${child.pid} ?`)).toBe(false);
});

it.each(["", "garbage", "0 1", "-1 1", "1.5 1"])("takes the claim %j for nobody's", (owner) => {
  expect(isOwnerAlive(owner)).toBe(false);
});
