import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findListPriceInForce, findPriceInForce, type PriceTerms } from "./price";
import { listPricePeriods, listPricePeriodsFrom } from "./price-periods";

type Row = PriceTerms & { id: string };

const list = (id: string, validFrom: number): Row => ({ id, kind: "list", validFrom, validUntil: null });
const agreed = (id: string, validFrom: number, validUntil: number | null): Row => ({ id, kind: "negotiated", validFrom, validUntil });

/** Few moments, so that rows often begin and end together; as the database has it, no two of a kind begin at once. */
const anyRows: fc.Arbitrary<Row[]> = fc
  .uniqueArray(fc.record({ kind: fc.constantFrom("list" as const, "negotiated" as const), from: fc.nat(12), lasts: fc.option(fc.integer({ min: 1, max: 8 })) }), {
    selector: ({ kind, from }) => `${kind} ${from}`,
    maxLength: 10,
  })
  .map((rows) => rows.map(({ kind, from, lasts }, index): Row => (kind === "list" ? list(`${index}`, from) : agreed(`${index}`, from, lasts === null ? null : from + lasts))));

/** Moment by moment: every row in the order in which it begins takes its moments, first those of the list, then agreements. */
function paint(rows: readonly Row[], most: number): (string | undefined)[] {
  const moments = new Array<string | undefined>(most).fill(undefined);
  const inOrder = [...rows].sort((a, b) => Number(a.kind === "negotiated") - Number(b.kind === "negotiated") || Number(a.validFrom) - Number(b.validFrom));
  for (const { id, validFrom, validUntil } of inOrder) moments.fill(id, Number(validFrom), validUntil === null ? most : Number(validUntil));
  return moments;
}

describe("the price in force", () => {
  const prices = [list("b", 20), list("a", 10), list("c", 30)];

  test.each([[9, undefined], [10, "a"], [19, "a"], [20, "b"], [1000, "c"]])("at %i it is %s of a list alone", (at, id) => {
    expect(findPriceInForce(prices, at)?.id).toBe(id);
  });

  test.each([[11, "a"], [12, "n"], [24, "n"], [25, "b"], [30, "c"]])("at %i it is %s beside an agreement from 12 to 25", (at, id) => {
    expect(findPriceInForce([agreed("n", 12, 25), ...prices], at)?.id).toBe(id);
  });

  test("dates and milliseconds may be mixed", () => {
    const dated = prices.map((row) => ({ ...row, validFrom: new Date(Number(row.validFrom)) }));
    expect(findPriceInForce(dated, 25)?.id).toBe("b");
    expect(findPriceInForce([{ ...agreed("n", 12, null), validUntil: new Date(26) }, ...prices], new Date(25))?.id).toBe("n");
    expect(findPriceInForce([], 25)).toBeNull();
  });

  test("is the one that took the moment last, agreements over the list", () => {
    fc.assert(fc.property(anyRows, (rows) => {
      const painted = paint(rows, 24);
      for (let at = 0; at < 24; at += 1) expect(findPriceInForce(rows, at)?.id).toBe(painted[at]);
    }));
  });

  test("of the list does not ask what was agreed", () => {
    fc.assert(fc.property(anyRows, fc.nat(24), (rows, at) => {
      expect(findListPriceInForce(rows, at)).toBe(findPriceInForce(rows.filter(({ kind }) => kind === "list"), at));
    }));
  });
});

describe("the periods of prices", () => {
  test("end where an agreement ends, also on no price at all", () => {
    const found = listPricePeriods([list("a", 10), agreed("n", 12, 25)]).map(({ from, price }) => [from.getTime(), price?.id]);
    expect(found).toEqual([[10, "a"], [12, "n"], [25, "a"]]);
    expect(listPricePeriods([agreed("n", 12, 25)]).map(({ price }) => price?.id)).toEqual(["n", undefined]);
  });

  test("say at every moment what is in force, and no two in a row say the same", () => {
    fc.assert(fc.property(anyRows, (rows) => {
      const periods = listPricePeriods(rows);
      for (let at = 0; at < 24; at += 1) expect(periods.findLast(({ from }) => from.getTime() <= at)?.price ?? null).toBe(findPriceInForce(rows, at));
      periods.forEach(({ price }, index) => expect(price).not.toBe(periods[index - 1]?.price ?? null));
    }));
  });

  test("from a moment on leave out what is over", () => {
    fc.assert(fc.property(anyRows, fc.nat(24), (rows, now) => {
      const periods = listPricePeriodsFrom(rows, new Date(now));
      for (let at = now; at < 24; at += 1) expect(periods.findLast(({ from }) => from.getTime() <= at)?.price ?? null).toBe(findPriceInForce(rows, at));
      expect(periods.filter(({ from }) => from.getTime() <= now).length).toBeLessThanOrEqual(1);
      if (periods[0]) expect(periods[0].price !== null || periods[0].from.getTime() > now).toBe(true);
    }));
  });
});
