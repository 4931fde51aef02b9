import { describe, expect, test } from "vitest";
import { describeEffective, describeUnpriced } from "./describe-warc";
import { figuresOf, withWaste, workedExample } from "./testing/worked-example";

const unpricedOf = (primaryKnown: number) =>
  figuresOf([
    { tier: 1, endpoint: "alpha/m", served: 95, usdPerMillion: 1n },
    { tier: 2, endpoint: "beta/m", served: 5, usdPerMillion: 5n, primaryKnown },
  ]).warc;

describe("the effective cost in figures", () => {
  test("is what was spent on served calls and on waste, over the tokens served", () => {
    expect(describeEffective(withWaste().warc)).toBe("(served spend $1.20 + waste $0.30) / 1,000,000 tokens = $1.50/M");
  });

  test("is not said while no tokens were served", () => {
    expect(describeEffective(figuresOf([]).warc)).toBeNull();
  });
});

describe("why the primary cost is unknown", () => {
  test("is how many of the served calls have a primary without a price", () => {
    expect(unpricedOf(0).primary).toBeNull();
    expect(describeUnpriced(unpricedOf(0))).toBe("5 of 100 served calls have a primary without a price.");
    expect(describeUnpriced(unpricedOf(4))).toBe("1 of 100 served calls has a primary without a price.");
  });

  test("is not said while every primary has a price", () => {
    expect(describeUnpriced(workedExample().warc)).toBeNull();
    expect(describeUnpriced(figuresOf([]).warc)).toBeNull();
  });
});
