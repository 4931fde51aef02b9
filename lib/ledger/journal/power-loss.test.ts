import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Model, type Outcome } from "./testing/model";

/** `JOURNAL_SEEDS=10000 JOURNAL_FIRST_SEED=1 npx vitest run --project unit lib/ledger/journal/power-loss` is the long form. */
const SEEDS = Number(process.env["JOURNAL_SEEDS"] ?? 2000);
const FIRST_SEED = Number(process.env["JOURNAL_FIRST_SEED"] ?? 1);
const STEPS = 40;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe.each(["always", "batch"] as const)("a journal on a failing disk, fsync=%s", (fsync) => {
  it(`loses nothing that it has promised, invents nothing and keeps the order, ${SEEDS} times`, { timeout: SEEDS * 100 }, async () => {
    const sums: Outcome = { appended: 0, promised: 0, lostInWindow: 0, storedUnpromised: 0, crashes: 0, kills: 0, faults: 0 };
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      const outcome = await new Model(seed, fsync).run(STEPS).catch((error: unknown) => {
        throw new Error(`JOURNAL_FIRST_SEED=${seed} JOURNAL_SEEDS=1, fsync=${fsync}: ${String(error)}`, { cause: error });
      });
      for (const key of Object.keys(sums) as (keyof Outcome)[]) sums[key] += outcome[key];
    }
    if (SEEDS > 2_000) process.stdout.write(`fsync=${fsync}, ${SEEDS} seeds from ${FIRST_SEED} on: ${JSON.stringify(sums)}\n`);
    if (SEEDS < 100) return;
    // That the disk did fail is what the proof rests on.
    expect(sums.promised).toBeGreaterThan(SEEDS * 10);
    expect(sums.appended - sums.promised).toBeGreaterThan(SEEDS / 10);
    for (const key of ["crashes", "kills", "faults"] as const) expect(sums[key]).toBeGreaterThan(SEEDS / 2);
    if (fsync === "always") expect(sums.lostInWindow).toBe(0);
    else expect(sums.lostInWindow).toBeGreaterThan(SEEDS / 10);
  });
});
