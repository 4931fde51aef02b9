import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderByWeight } from "./weighted";

type Item = { name: string; weight: number };
const weightOf = ({ weight }: Item) => weight;
const named = (...weights: number[]): Item[] => weights.map((weight, index) => ({ name: `abcdefgh`.charAt(index), weight }));
const names = (items: Item[]) => items.map(({ name }) => name).join("");
const anyDraw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("weighted order", () => {
  it("draws the first place exactly in proportion to the weights", () => {
    const items = named(1, 0, 6, 3);
    const firsts = Array.from({ length: 1_000 }, (_, index) => names(orderByWeight(items, weightOf, index / 1_000)).charAt(0));
    const count = (name: string) => firsts.filter((first) => first === name).length;
    expect([count("a"), count("b"), count("c"), count("d")]).toEqual([100, 0, 600, 300]);
  });

  it("puts the others by weight, heaviest first, ties as written", () => {
    expect(names(orderByWeight(named(1, 5, 2, 5, 2), weightOf, 0))).toBe("abdce");
    expect(names(orderByWeight(named(1, 5, 2, 5, 2), weightOf, 0.999))).toBe("ebdca");
  });

  it.each([[[]], [[0]], [[0, 0, 0]], [[-1, NaN, 0]]])("leaves %j as written", (weights) => {
    const items = named(...weights);
    expect(orderByWeight(items, weightOf, 0.5)).toEqual(items);
  });

  it("loses nobody, and never draws one without weight while another has some", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(5), fc.double({ min: 0, max: 1e9, noNaN: true })), { maxLength: 8 }), anyDraw, (weights, draw) => {
        const items = named(...weights);
        const ordered = orderByWeight(items, weightOf, draw);
        expect(new Set(ordered)).toEqual(new Set(items));
        expect(ordered).toHaveLength(items.length);
        if (weights.some((weight) => weight > 0)) expect(ordered[0]?.weight).toBeGreaterThan(0);
      }),
    );
  });
});
