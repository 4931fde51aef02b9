import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, expm1, log } from "./exp-log";

/** A few units in the sixteenth digit, of the value or of 1 where that is more. */
const isNear = (one: number, other: number, scale = Math.abs(other)) => Math.abs(one - other) <= 6e-16 * scale;

describe("the logarithm and its inverse, by the four operations alone", () => {
  it("are those of the engine but for its last digit", () => {
    fc.assert(fc.property(fc.double({ min: -700, max: 709, noNaN: true }), (x) => isNear(exp(x), Math.exp(x))));
    fc.assert(fc.property(fc.double({ min: 1e-320, max: Number.MAX_VALUE, noNaN: true }), (x) => isNear(log(x), Math.log(x))));
    fc.assert(fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (x) => isNear(log(x), Math.log(x))));
    fc.assert(fc.property(fc.double({ min: -2, max: 2, noNaN: true }), (x) => isNear(expm1(x), Math.expm1(x))));
  });

  it("take the same steps on every machine", () => {
    const bits = (value: number) => new BigUint64Array(Float64Array.of(value).buffer)[0]?.toString(16);
    expect([exp(1), exp(-0.3), exp(20.5), log(2), log(0.1), log(1e-9), expm1(0.01)].map(bits)).toMatchInlineSnapshot(`
      [
        "4005bf0a8b14576a",
        "3fe7b4c869c37c05",
        "41c7d6c4f0bcdd5c",
        "3fe62e42fefa39ef",
        "c0026bb1bbb55515",
        "c034b927f32bffb8",
        "3f84952e9791133f",
      ]
    `);
  });

  it("keep to their ends", () => {
    expect([exp(0), exp(-Infinity), exp(-800), exp(710), exp(NaN), log(1), log(0), log(Infinity), log(-1), expm1(0)]).toEqual([1, 0, 0, Infinity, NaN, 0, -Infinity, Infinity, NaN, 0]);
    expect(exp(709.7)).toBeLessThan(Infinity);
    expect(log(Number.MIN_VALUE)).toBeCloseTo(-744.44, 2);
  });
});
