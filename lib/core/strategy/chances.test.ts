import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Chances } from "../outlook";
import { smoothChances } from "./chances";

const chancesUpTo = (max: number): fc.Arbitrary<Chances> => {
  const count = fc.double({ min: 0, max, noNaN: true });
  return fc.record({ served: count, fellBack: count, ended: count });
};
const anyChances = chancesUpTo(1e9);
// Few enough that one more attempt can be told from rounding.
const fewChances = chancesUpTo(1e4);
const NAMES = ["served", "fellBack", "ended"] as const;

describe("smoothed chances", () => {
  it("lie between 0 and 1 and sum to 1", () => {
    fc.assert(
      fc.property(anyChances, (chances) => {
        const smooth = smoothChances(chances);
        for (const name of NAMES) {
          expect(smooth[name]).toBeGreaterThan(0);
          expect(smooth[name]).toBeLessThan(1);
        }
        expect(smooth.served + smooth.fellBack + smooth.ended).toBeCloseTo(1, 12);
      }),
    );
  });

  it("rise with what was seen, and all others fall", () => {
    fc.assert(
      fc.property(fewChances, fc.constantFrom(...NAMES), fc.double({ min: 1, max: 1e6, noNaN: true }), (chances, seen, more) => {
        const before = smoothChances(chances);
        const after = smoothChances({ ...chances, [seen]: chances[seen] + more });
        for (const name of NAMES) {
          if (name === seen) expect(after[name]).toBeGreaterThan(before[name]);
          else expect(after[name]).toBeLessThan(before[name]);
        }
      }),
    );
  });

  it("are those of a healthy endpoint at first, and give way to what is seen", () => {
    const fellBack = (count: number, served = 0) => smoothChances({ served, fellBack: count, ended: 0 }).fellBack;
    expect(fellBack(0)).toBeCloseTo(0.02);
    expect(fellBack(1)).toBeCloseTo(0.109, 3);
    expect(fellBack(3)).toBeCloseTo(0.246, 3);
    expect(fellBack(10)).toBeGreaterThan(0.5);
    expect(fellBack(300, 700)).toBeCloseTo(0.3, 2);
  });
});
