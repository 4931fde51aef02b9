import { describe, expect, it, test } from "vitest";
import { thinAtoms, type Atoms } from "./atoms";
import { Budget, TooMuchWork } from "./budget";
import { erlangB } from "./erlang";
import { bucketLoss } from "./limit-loss";

const meanOf = (atoms: Atoms) => atoms.reduce((sum, { ms, weight }) => sum + ms * weight, 0) / atoms.reduce((sum, { weight }) => sum + weight, 0);

describe("thinAtoms", () => {
  it.each([1, 3, 24])("leaves %i points where one outweighs all others by far", (count) => {
    const atoms = [{ ms: 1, weight: 1 }, ...Array.from({ length: 1_000 }, (_, index) => ({ ms: 2 + index, weight: 1e-16 }))];
    const thin = thinAtoms(atoms, count);
    expect(thin.length).toBeLessThanOrEqual(count + 1);
    expect(meanOf(thin)).toBeCloseTo(meanOf(atoms), 9);
  });

  it("ends where nothing weighs anything", () => {
    expect(thinAtoms([{ ms: 1, weight: 0 }, { ms: 2, weight: 0 }], 1)).toHaveLength(1);
  });
});

describe("Erlang's B with very many places", () => {
  /** Term by term, as the recursion says. */
  const slowly = (load: number, places: number) => {
    let blocked = 1;
    for (let k = 1; k <= places; k += 1) blocked = (load * blocked) / (k + load * blocked);
    return blocked;
  };

  it.each([[5_000, 4_000], [5_000, 5_000], [5_000, 5_300], [20_000, 1_000], [20_000, 20_100]])("is that of the whole recursion at a load of %i with %i places", (load, places) => {
    expect(erlangB(load, places) / slowly(load, places)).toBeCloseTo(1, 12);
  });

  it("is nothing where a million millions have room", () => {
    expect(erlangB(10_000_000, 1e12)).toBe(0);
    expect(erlangB(1e-300, 1e12)).toBe(0);
  });
});

test.each([1e3, 1e10, 1e304])("a bucket that is asked %d times too often lets in what it is refilled by", (load) => {
  expect(bucketLoss(load, 1)).toBeCloseTo(1 - 1 / load, 12);
});

test("a budget is spent once", () => {
  const budget = new Budget(10);
  budget.spend(10);
  expect(() => budget.spend(1)).toThrow(TooMuchWork);
});
