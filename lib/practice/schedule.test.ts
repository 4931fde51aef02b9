import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawAt, nameAt, nameForDraw, parseRuns, Schedule } from "./schedule";

describe("parseRuns", () => {
  it("reads counts, for-ever, bare names and bare statuses, from a string or a list", () => {
    expect(parseRuns("95 × ok, 5x429")).toEqual([{ times: 95, name: "ok" }, { times: 5, name: "429" }]);
    expect(parseRuns(["2 x refuse", "ok", "* x cut_rst", 503])).toEqual([
      { times: 2, name: "refuse" }, { times: 1, name: "ok" }, { times: Infinity, name: "cut_rst" }, { times: 1, name: "503" },
    ]);
  });

  it.each(["", "0 x ok", "-1 x ok", "x ok", "5 x", "5 5", "ok,,ok", "5 x 42"])("refuses %j", (entry) => {
    expect(parseRuns(entry)).toBeNull();
  });
});

describe("nameAt", () => {
  it("meets each fault exactly as often as the sequence says, in any whole round", () => {
    const run = fc.record({ times: fc.integer({ min: 1, max: 20 }), name: fc.constantFrom("ok", "a", "b") });
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 6 }), fc.nat({ max: 3 }), (runs, round) => {
        const length = runs.reduce((sum, { times }) => sum + times, 0);
        const met = Array.from({ length }, (_, index) => nameAt(runs, round * length + index));
        expect(met).toEqual(runs.flatMap(({ times, name }) => Array.from({ length: times }, () => name)));
      }),
    );
  });

  it("stays at an entry that repeats for ever", () => {
    const runs = parseRuns("2 x ok, * x refuse") ?? [];
    expect([0, 1, 2, 1_000_000].map((index) => nameAt(runs, index))).toEqual(["ok", "ok", "refuse", "refuse"]);
  });

  it("is ok without a sequence", () => {
    expect(nameAt([], 7)).toBe("ok");
  });
});

describe("probability", () => {
  it("is the same in every run, differs by seed and model, and comes near the odds", () => {
    const names = (seed: number, key: string) =>
      Array.from({ length: 2000 }, (_, index) => nameForDraw([["a", 0.05], ["b", 0.1]], drawAt(seed, key, index)));
    expect(names(1, "m")).toEqual(names(1, "m"));
    expect(names(2, "m")).not.toEqual(names(1, "m"));
    expect(names(1, "n")).not.toEqual(names(1, "m"));
    const count = (name: string) => names(1, "m").filter((one) => one === name).length;
    expect(count("a")).toBeGreaterThan(70);
    expect(count("a")).toBeLessThan(130);
    expect(count("b")).toBeGreaterThan(150);
    expect(count("b")).toBeLessThan(250);
  });
});

describe("Schedule", () => {
  const script = { sequence: parseRuns("ok, a") ?? [], probability: [] };

  it("counts each key by itself and restarts only those concerned", () => {
    const schedule = new Schedule();
    expect(["x", "y", "x"].map((key) => schedule.next(1, key, script))).toEqual(["ok", "ok", "a"]);
    schedule.restart((key) => key === "y");
    expect(["y", "x"].map((key) => schedule.next(1, key, script))).toEqual(["ok", "ok"]);
    expect(["y", "x"].map((key) => schedule.next(1, key, script))).toEqual(["a", "a"]);
  });

  it("lets the probabilities speak only where the sequence says ok", () => {
    const schedule = new Schedule();
    const both = { ...script, probability: [["b", 1] as const] };
    expect([1, 2, 3].map(() => schedule.next(1, "x", both))).toEqual(["b", "a", "b"]);
  });
});
