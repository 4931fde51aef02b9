import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatNumber, fromSlider, type NumberSpec, readNumber, SLIDER_STEPS, toSlider, widen } from "./number-spec";

const spec: NumberSpec = { path: "p", label: "l", unit: "ms", min: 10, max: 100_000, isLog: true, said: null, used: null, change: () => ({ type: "reset", path: "p" }), canRange: true };
const share: NumberSpec = { ...spec, unit: "%", min: 0, max: 1, isLog: false };

describe("a number among the inputs", () => {
  test("is read as a person types it", () => {
    expect(readNumber(spec, " 1,200 ")).toBe(1_200);
    expect(readNumber(spec, ".5")).toBe(0.5);
    expect(readNumber(spec, "1e3")).toBe(1_000);
    expect(readNumber(share, "99.9%")).toBe(0.999);
    expect(readNumber(share, "120")).toBe(1.2);
    for (const text of ["", "many", "1.2.3", "0x10", "Infinity", "1e999", "5 ms"]) expect(readNumber(spec, text)).toBeNull();
  });

  test("is shown so that it is read as what it was", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 99_999 }), (value) => readNumber(spec, formatNumber(spec, value / 100)) === value / 100));
    fc.assert(fc.property(fc.integer({ min: 0, max: 10_000 }), (value) => readNumber(share, formatNumber(share, value / 10_000)) === value / 10_000));
  });

  test.each([spec, share])("stands on its slider where the slider puts it", (each) => {
    for (let place = 0; place <= SLIDER_STEPS; place += 1) expect(Math.abs(toSlider(each, fromSlider(each, place)) - place)).toBeLessThanOrEqual(1);
    expect(fromSlider(each, 0)).toBe(each.min);
    expect(fromSlider(each, SLIDER_STEPS)).toBe(each.max);
  });

  test("becomes a range around it that stays within what it may be", () => {
    expect(widen(spec, 100)).toEqual([90, 110]);
    expect(widen(share, 0.98)).toEqual([0.97, 0.99]);
    expect(widen(share, 1)).toEqual([1, 1]);
  });
});
