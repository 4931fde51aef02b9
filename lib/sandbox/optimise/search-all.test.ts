import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frontOf, standingOf, type Standing } from "./front";
import { optionsOf } from "./label";
import type { Option } from "./passage";
import { countSets, searchAll } from "./search-all";
import { searchSome } from "./search-some";
import { aField, finish, walkPlainly, wholeProfiles } from "./testing/fields";

describe("search of all sets", () => {
  test("finds the cheapest profile, and the whole front, of all that there are", () => {
    fc.assert(
      fc.property(aField({ endpoints: 4, ending: true }), (field) => {
        const plain = frontOf(wholeProfiles(field).map((profile) => walkPlainly(profile, field)), (each) => each);
        const found = frontOf(finish(searchAll(field)), standingOf).map(standingOf);
        expectSame(found, plain);
      }),
      { numRuns: 25 },
    );
  });

  test("finds the same with five endpoints in three domains, two of them shared", () => {
    fc.assert(
      fc.property(aField({ endpoints: 5, ending: false }), (field) => {
        const plain = frontOf(wholeProfiles(field).map((profile) => walkPlainly(profile, field)), (each) => each);
        expectSame(frontOf(finish(searchAll(field)), standingOf).map(standingOf), plain);
      }),
      { numRuns: 4 },
    );
  });

  test("says of every order what walking it comes to", () => {
    fc.assert(
      fc.property(aField({ endpoints: 3, ending: true }), (field) => {
        for (const label of finish(searchAll(field))) expectSame([standingOf(label)], [walkPlainly(optionsOf(label), field)]);
      }),
      { numRuns: 30 },
    );
  });

  test("counts sets as far as it has come", () => {
    const [field] = fc.sample(aField({ endpoints: 7, ending: false }), { numRuns: 1, seed: 1 });
    if (!field) throw new Error("no field");
    const steps = [...searchAll(field)];
    expect(steps.at(-1)).toEqual({ done: expect.any(Number), of: countSets(field) });
    expect(steps.every(({ done, of }, index) => done <= of && done > (steps[index - 1]?.done ?? 0))).toBe(true);
  });
});

describe("search of some sets", () => {
  test("returns nothing that another set it has met dominates, and says what walking it comes to", () => {
    fc.assert(
      fc.property(aField({ endpoints: 6, ending: true }), (field) => {
        const met = finish(searchSome(field));
        const front = frontOf(met, standingOf);
        for (const one of front) {
          expect(met.filter((other) => other.unserved < one.unserved * (1 - 1e-6) && standingOf(other).cost < standingOf(one).cost * (1 - 1e-9))).toEqual([]);
          expectSame([standingOf(one)], [walkPlainly(optionsOf(one), field)]);
        }
      }),
      { numRuns: 8 },
    );
  });

  test("meets the cheapest where the beam is wide enough for all sets", () => {
    fc.assert(
      fc.property(aField({ endpoints: 4, ending: false }), (field) => {
        expectSame(frontOf(finish(searchSome(field)), standingOf).map(standingOf), frontOf(finish(searchAll(field)), standingOf).map(standingOf));
      }),
      { numRuns: 20 },
    );
  });

  test("uses nobody twice", () => {
    const [field] = fc.sample(aField({ endpoints: 9, ending: false }), { numRuns: 1, seed: 2 });
    if (!field) throw new Error("no field");
    const met = finish(searchSome(field));
    expect(met.length).toBeGreaterThan(1_000);
    const ids = (options: readonly Option[]) => options.map(({ tier }) => tier.endpoint.id);
    expect(met.every((label) => new Set(ids(optionsOf(label))).size === label.tiers)).toBe(true);
  });
});

function expectSame(found: readonly Standing[], plain: readonly Standing[]): void {
  expect(found.length).toBe(plain.length);
  found.forEach((each, index) => {
    expect(each.cost).toBeCloseTo(plain[index]?.cost ?? NaN, 9);
    expect(each.unserved).toBeCloseTo(plain[index]?.unserved ?? NaN, 12);
  });
}

