import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "./random";

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

describe("seeded numbers", () => {
  it("are the same for the same seed, and others for another", () => {
    expect(draw(createRandom(7), 50)).toEqual(draw(createRandom(7), 50));
    expect(draw(createRandom(7), 50)).not.toEqual(draw(createRandom(8), 50));
  });

  // Whoever changes the generator changes every saved scenario's figures: these are pinned.
  it("are these, in every engine", () => {
    expect(draw(createRandom(1), 3).map((value) => value * 2 ** 32)).toEqual([942367711, 2702487149, 1435577371]);
  });

  it("are spread evenly from 0 up to 1, one after the other unlike", () => {
    const values = draw(createRandom(42), 100_000);
    const tenths = Array.from({ length: 10 }, (_, tenth) => values.filter((value) => Math.floor(value * 10) === tenth).length);
    expect(tenths.reduce((a, b) => a + b)).toBe(100_000);
    // χ² with 9 degrees of freedom is above 27.9 once in 1,000.
    expect(tenths.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9);
    const product = values.slice(1).reduce((sum, value, index) => sum + (value - 0.5) * ((values[index] ?? 0) - 0.5), 0) / 99_999;
    expect(Math.abs(product * 12)).toBeLessThan(0.015);
  });

  it("come in streams that depend on the label and the seed alone", () => {
    const random = createRandom(3);
    const before = draw(random.split("arrivals"), 20);
    draw(random, 100);
    expect(draw(random.split("arrivals"), 20)).toEqual(before);
    expect(draw(random.split("shapes"), 20)).not.toEqual(before);
    expect(draw(createRandom(4).split("arrivals"), 20)).not.toEqual(before);
    expect(draw(random.split("a").split("b"), 20)).not.toEqual(draw(random.split("b").split("a"), 20));
  });
});
