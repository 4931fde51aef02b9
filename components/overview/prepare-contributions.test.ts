import { describe, expect, test } from "vitest";
import { prepareContributions } from "./prepare-contributions";
import { prepareParts } from "./prepare-parts";
import { figuresOf, withWaste, workedExample } from "./testing/worked-example";

const barOf = ({ warc, tiers }: ReturnType<typeof workedExample>) => prepareContributions(warc, prepareParts(tiers, true));

describe("the contribution bar", () => {
  test("is as long as WARC, with the primary cost where it belongs", () => {
    const bar = barOf(workedExample());
    expect(bar?.segments.map(({ x, width }) => [x, width])).toEqual([[0, 79.167], [79.167, 20.833]]);
    expect(bar?.primaryX).toBe(83.333);
    expect(bar?.waste).toBeNull();
  });

  test("has the waste behind WARC, on the same scale", () => {
    const bar = barOf(withWaste());
    expect(bar?.waste).toEqual({ x: 80, width: 20 });
    expect(bar?.segments.map(({ width }) => width).reduce((sum, width) => sum + width)).toBeCloseTo(80, 2);
  });

  test("leaves room for a primary that is dearer than what served", () => {
    const bar = barOf(figuresOf([{ tier: 2, endpoint: "cheap/m", served: 10, usdPerMillion: 0n }]));
    expect(bar?.primaryX).toBe(100);
    expect(bar?.segments).toEqual([]);
  });

  test("leaves the tick out while the primary of some calls is unknown, and is not drawn without calls", () => {
    expect(barOf(figuresOf([{ tier: 1, endpoint: "alpha/m", served: 10, usdPerMillion: 2n, primaryKnown: 9 }]))?.primaryX).toBeNull();
    expect(barOf(figuresOf([]))).toBeNull();
  });
});
