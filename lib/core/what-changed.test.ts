import { describe, expect, test } from "vitest";
import { type ChangeFact, type ComparedPeriod, type PairSums, rankChanges } from "./what-changed";

const USD = 1_000_000_000_000n;

type Given = { endpoint: string; profileId?: string; calls: bigint; usdPerMillion?: bigint; tokensPerCall?: bigint; unknown?: number; failures?: PairSums["failures"] };

/** Served calls of a million tokens each unless it says otherwise, so that a call costs its price in USD. */
function periodOf(given: readonly Given[]): ComparedPeriod {
  const rows = given.map(({ endpoint, profileId = "extract", calls, usdPerMillion = 1n, tokensPerCall = 1_000_000n, unknown = 0, failures = [] }, index) => {
    const pair = { profileId, endpointId: endpoint, endpoint, tier: index + 1 };
    const tokens = calls * tokensPerCall;
    const costPico = tokens * usdPerMillion * 1_000_000n;
    const failed = failures.reduce((all, { attempts }) => all + attempts, 0);
    const wastePico = failures.reduce((all, failure) => all + failure.wastePico, 0n);
    return {
      tier: { ...pair, key: `${profileId}/${endpoint}`, served: { calls, tokens }, cells: [{ priceStep: 0, class: "input" as const, units: tokens, costPico }] },
      pair: { ...pair, attempts: Number(calls) + failed + unknown, served: Number(calls) + unknown, unknown, costPico: costPico + wastePico, failures },
    };
  });
  return { tiers: rows.filter(({ tier }) => tier.served.calls > 0n).map(({ tier }) => tier), pairs: rows.map(({ pair }) => pair) };
}

const told = (facts: readonly ChangeFact[]) =>
  facts.map((fact) => `${fact.kind} ${"pair" in fact ? fact.pair.endpoint : fact.profileId} ${Number(fact.pico) / Number(USD)}`);

describe("what changed", () => {
  test("is nothing when nothing did, however many calls there are", () => {
    const before = periodOf([{ endpoint: "a", calls: 95n }, { endpoint: "b", calls: 5n, usdPerMillion: 5n }]);
    const now = periodOf([{ endpoint: "a", calls: 950n }, { endpoint: "b", calls: 50n, usdPerMillion: 5n }]);
    expect(rankChanges(before, now)).toEqual([]);
  });

  test("is a share that moved, at what it costs beyond the mean call before", () => {
    const before = periodOf([{ endpoint: "a", calls: 90n }, { endpoint: "b", calls: 10n, usdPerMillion: 11n }]);
    const now = periodOf([{ endpoint: "a", calls: 80n }, { endpoint: "b", calls: 20n, usdPerMillion: 11n }]);
    // A call cost $2 on average. Ten more at $11: $90 above it; ten fewer at $1: $10.
    expect(told(rankChanges(before, now))).toEqual(["share b 90", "share a 10"]);
    expect(rankChanges(before, now)[0]).toMatchObject({ before: { numerator: 10n, denominator: 100n }, now: { numerator: 20n, denominator: 100n } });
  });

  test("is a price at the same tokens, and tokens at the same price, each by itself", () => {
    const before = periodOf([{ endpoint: "a", calls: 100n, usdPerMillion: 2n }]);
    expect(told(rankChanges(before, periodOf([{ endpoint: "a", calls: 100n, usdPerMillion: 3n }])))).toEqual(["price a 100"]);
    expect(told(rankChanges(before, periodOf([{ endpoint: "a", calls: 100n, usdPerMillion: 2n, tokensPerCall: 500_000n }])))).toEqual(["tokens a -100"]);
  });

  test("is an endpoint whose cost is unknown for the first time, not one that was unknown before", () => {
    const known = periodOf([{ endpoint: "a", calls: 100n }]);
    const unknown = periodOf([{ endpoint: "a", calls: 100n, unknown: 3 }]);
    expect(told(rankChanges(known, unknown))).toEqual(["unknown a 0"]);
    expect(rankChanges(unknown, unknown)).toEqual([]);
  });

  test("names a new endpoint and a new profile by what they cost, once", () => {
    const before = periodOf([{ endpoint: "a", calls: 100n }]);
    const now = periodOf([{ endpoint: "a", calls: 100n }, { endpoint: "b", calls: 7n }, { endpoint: "a", profileId: "chat", calls: 9n }, { endpoint: "b", profileId: "chat", calls: 9n }]);
    expect(told(rankChanges(before, now))).toEqual(["new-profile chat 18", "new-endpoint b 7"]);
  });

  test("is an endpoint that fails more than twice as often, with the waste that came of it", () => {
    const limits = (attempts: number) => [{ cause: "rate_limited", attempts, wastePico: 0n }];
    const before = periodOf([{ endpoint: "a", calls: 1_000n, failures: limits(4) }]);
    expect(told(rankChanges(before, periodOf([{ endpoint: "a", calls: 1_000n, failures: limits(60) }])))).toEqual(["failing a 0"]);
    expect(rankChanges(before, periodOf([{ endpoint: "a", calls: 1_000n, failures: limits(5) }]))).toEqual([]);
    expect(rankChanges(periodOf([{ endpoint: "a", calls: 50n }]), periodOf([{ endpoint: "a", calls: 50n, failures: limits(2) }]))).toEqual([]);
    expect(rankChanges(before, periodOf([{ endpoint: "a", calls: 10_000n, failures: limits(40) }]))).toEqual([]);
  });

  test("keeps a place, the last, for a cost that nobody knows", () => {
    const endpoints = ["a", "b", "c", "d", "e", "f"];
    const before = periodOf(endpoints.map((endpoint) => ({ endpoint, calls: 10n })));
    const now = periodOf(endpoints.map((endpoint, index) => ({ endpoint, calls: 10n, usdPerMillion: BigInt(index + 2), unknown: index === 0 ? 3 : 0 })));
    expect(told(rankChanges(before, now))).toEqual(["price f 60", "price e 50", "price d 40", "price c 30", "unknown a 0"]);
  });

  test("without a period before there is nothing that could have changed", () => {
    expect(rankChanges(periodOf([]), periodOf([{ endpoint: "a", calls: 10n, unknown: 2, failures: [{ cause: "timeout_stall", attempts: 9, wastePico: 5n }] }]))).toEqual([]);
  });
});
