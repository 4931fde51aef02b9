import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { keepAlive } from "./keep-alive.mjs";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

/** A service of which each start is listed, and can be ended. */
function createService() {
  const ends: ((how: string) => void)[] = [];
  const told: string[] = [];
  const keeping = {
    start: () => {
      let end: (how: string) => void = () => undefined;
      const exited = new Promise<string>((resolve) => { end = resolve; });
      ends.push(end);
      return Promise.resolve({ exited, number: ends.length });
    },
    onRestart: (how: string) => { told.push(`restart: ${how}`); },
    onGiveUp: (error: unknown) => { told.push(`give up: ${String(error)}`); },
  };
  return { ends, told, keeping };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

it("starts again what has ended by itself", async () => {
  const { ends, told, keeping } = createService();
  const release = await keepAlive(keeping);
  ends[0]?.("SIGKILL");
  await settle();
  expect(told).toEqual(["restart: SIGKILL"]);
  expect(await release()).toMatchObject({ number: 2 });
});

it("gives up on what ends twice within a minute, and not on what ends once in an hour", async () => {
  const { ends, told, keeping } = createService();
  await keepAlive(keeping);
  ends[0]?.("SIGKILL");
  await vi.advanceTimersByTimeAsync(3_600_000);
  ends[1]?.("SIGSEGV");
  await vi.advanceTimersByTimeAsync(59_000);
  ends[2]?.("exit code 1");
  await settle();
  expect(told).toEqual(["restart: SIGKILL", "restart: SIGSEGV", "give up: Error: exit code 1"]);
  expect(ends).toHaveLength(3);
});

it("lets it end once it is released", async () => {
  const { ends, told, keeping } = createService();
  const release = await keepAlive(keeping);
  await release();
  ends[0]?.("exit code 0");
  await settle();
  expect(told).toEqual([]);
  expect(ends).toHaveLength(1);
});

it("gives up when it cannot be started again", async () => {
  const { ends, told, keeping } = createService();
  let first = true;
  await keepAlive({ ...keeping, start: () => (first ? ((first = false), keeping.start()) : Promise.reject(new Error("no disk"))) });
  ends[0]?.("SIGKILL");
  await settle();
  expect(told).toEqual(["restart: SIGKILL", "give up: Error: no disk"]);
});

it("waits with what ends again soon, where nothing depends on it", async () => {
  const { ends, told, keeping } = createService();
  let isBroken = false;
  const start = () => (isBroken ? Promise.reject(new Error("no disk")) : keeping.start());
  const release = await keepAlive({ ...keeping, start, isPatient: true });
  ends[0]?.("SIGKILL");
  await settle();
  isBroken = true;
  ends[1]?.("exit code 1");
  await vi.advanceTimersByTimeAsync(59_000);
  expect(told).toEqual(["restart: SIGKILL"]);
  await vi.advanceTimersByTimeAsync(1_000);
  isBroken = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual(["restart: SIGKILL", "restart: exit code 1", "restart: no disk"]);
  ends[2]?.("exit code 1");
  await settle();
  expect(await release()).toBeNull();
  expect(ends).toHaveLength(3);
});
