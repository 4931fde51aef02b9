import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXPLORE_CHANCE, orderBySpeed, orderByThroughput } from "./fastest";

type Item = { name: string; p50Ms: number | null; tokensPerSecond: number | null; lastAskedAtMs: number | null };
const item = (name: string, p50Ms: number | null, lastAskedAtMs: number | null): Item => ({
  name, p50Ms, tokensPerSecond: p50Ms === null ? null : 1_000 / p50Ms, lastAskedAtMs,
});
const names = (items: Item[]) => items.map(({ name }) => name).join(" ");
const self = (each: Item) => each;

describe.each([
  ["time", (items: Item[], draw: number) => orderBySpeed(items, self, draw)],
  ["throughput", (items: Item[], draw: number) => orderByThroughput(items, self, draw)],
])("fastest by %s", (_name, order) => {
  const items = [item("fresh", null, 90), item("slow", 900, 80), item("quick", 100, 70), item("stale", null, 10), item("equal", 100, 60)];

  it("puts the quickest first and those without recent figures behind, as written", () => {
    expect(names(order(items, 0.5))).toBe("quick equal slow fresh stale");
  });

  it("asks first who was asked longest ago when the draw says so, and keeps the others in order", () => {
    expect(names(order(items, 0))).toBe("stale quick equal slow fresh");
    expect(names(order(items, EXPLORE_CHANCE - 1e-9))).toBe("stale quick equal slow fresh");
    expect(names(order(items, EXPLORE_CHANCE))).toBe("quick equal slow fresh stale");
  });

  it("counts never asked as longest ago, first written first", () => {
    expect(names(order([...items, item("never", null, null), item("neither", null, null)], 0)).split(" ")[0]).toBe("never");
  });

  it("has nobody to explore in an empty list", () => {
    expect(order([], 0)).toEqual([]);
  });

  it("in the end asks everybody again, however bad the first figure was", () => {
    const figures = fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(figures, fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), (times, draws) => {
        const all = times.map((ms, index) => item(String(index), ms, index));
        const first = new Set<string>();
        for (let call = 0; call < 2_000 && first.size < all.length; call += 1) {
          // One call in twenty explores at least, whatever else is drawn.
          const draw = call % 20 === 0 ? 0 : draws.next().value;
          const [chosen] = order(all, draw);
          if (!chosen) throw new Error("nobody chosen");
          first.add(chosen.name);
          chosen.lastAskedAtMs = 100 + call;
        }
        expect(first.size).toBe(all.length);
      }),
      { numRuns: 30 },
    );
  });
});
