import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderAscending } from "./ascending";

const anyKey = fc.oneof(fc.constant(null), fc.integer({ min: -3, max: 3 }), fc.bigInt({ min: -3n, max: 3n }), fc.constantFrom(NaN, Infinity, -Infinity));
const anyItems = fc.array(anyKey).map((keys) => keys.map((key, written) => ({ key, written })));

describe("ascending order", () => {
  it("puts the lowest first, the unknown last, and leaves ties as written", () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const before = [...items];
        const ordered = orderAscending(items, ({ key }) => key);
        expect(items).toEqual(before);
        expect(ordered.map(({ written }) => written).sort((a, b) => a - b)).toEqual(items.map(({ written }) => written));
        ordered.forEach((item, index) => {
          const next = ordered[index + 1];
          if (!next) return;
          const [a, b] = [item.key, next.key].map((key) => (key === null || Number.isNaN(key) ? null : key));
          if (a === null || a === undefined) expect(b).toBeNull();
          else if (b !== null && b !== undefined) expect(a <= b).toBe(true);
          const isTie = (a === null && b === null) || (a !== null && b !== null && a !== undefined && b !== undefined && !(a < b));
          if (isTie) expect(item.written).toBeLessThan(next.written);
        });
      }),
    );
  });

  it("compares amounts beyond what a number can tell apart", () => {
    const base = 2n ** 60n;
    expect(orderAscending([base + 1n, base], (amount) => amount)).toEqual([base, base + 1n]);
  });
});
