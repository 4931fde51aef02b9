import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costOfUsage } from "@/lib/core/price";
import { NO_CAPS, STRATEGIES } from "@/lib/core/profile";
import type { EndpointModel } from "../scenario";
import type { Spread } from "../spread";
import { simulate } from "./simulate";
import { BROKEN, endpoint, LIMITS, run, scenarioOf, SHAPE, STARTS_AT_MS, type Setting } from "./testing/scenario";

const seconds = (count: number): Spread => ({ kind: "fixed", value: count * 1_000 });
/** Of n draws with chance p, all but one in 10,000 times within this of p. */
const within = (p: number, n: number) => 3.9 * Math.sqrt((p * (1 - p)) / n);

describe("the worked example", () => {
  const tiers = [{ model: endpoint(1, { success: 0.95 }) }, { model: endpoint(5) }];

  it("costs $1.20 a million tokens, within the interval that the replications give", () => {
    const { warcUsdPerMillion, intervals, calls, availability, attemptsPerCall } = run({ tiers }, { replications: 10 });
    const [low, high] = intervals?.warcUsdPerMillion ?? [NaN, NaN];
    expect(low).toBeLessThan(1.2);
    expect(high).toBeGreaterThan(1.2);
    expect(high - low).toBeLessThan(0.05);
    expect(warcUsdPerMillion).toBeCloseTo((low + high) / 2, 2);
    expect(calls).toBeGreaterThan(59_000);
    expect(availability).toBe(1);
    expect(attemptsPerCall).toBeCloseTo(1.05, 2);
  });

  it("leaves open what so few calls cannot show, though no replication lost one", () => {
    const { availability, calls, intervals } = run({ tiers: [{ model: endpoint(1) }, { model: endpoint(5) }] }, { replications: 4 });
    expect(availability).toBe(1);
    // Wilson's bound after n of n: n / (n + 1.96²).
    expect(intervals?.availability).toEqual([expect.closeTo(calls / (calls + 3.8415), 7), 1]);
    expect(intervals?.p[1]).toEqual([0, expect.closeTo(3.8415 / (calls + 3.8415), 7)]);
  });
});

describe("limits and caps agree with what is known of queues", () => {
  it("a fixed minute of 60 refuses 5.14% of 60 calls a minute", () => {
    const { availability, calls, tiers } = run({ tiers: [{ model: endpoint(1, { limits: { ...LIMITS, requestsPerMinute: 60, window: "fixed-minute" } }) }], callsPerMinute: 60, minutes: 700 });
    expect(Math.abs(1 - availability - 0.0514)).toBeLessThan(0.006);
    expect(calls).toBeGreaterThan(41_000);
    expect(tiers[0]?.limitUse).toBeGreaterThan(1);
  });

  it("calls at a time overflow as Erlang says, and not as two queues that know nothing of each other", () => {
    const model = endpoint(1, { firstTokenMs: seconds(1) });
    const capped = (concurrent: number) => ({ model, rules: { caps: { ...NO_CAPS, concurrent } } });
    const { tiers: [first, second], availability } = run({ tiers: [capped(8), capped(4)], callsPerMinute: 480, minutes: 150 });
    expect(first?.pUnconditional).toBeCloseTo(0.764, 1.7);
    expect(second?.pUnconditional).toBeCloseTo(0.184, 1.7);
    expect(Math.abs(1 - availability - 0.0514)).toBeLessThan(0.006);
    expect(first?.limitUse).toBe(1);
    expect(first?.skipped).toBeCloseTo(1 - (first?.pUnconditional ?? 0), 9);
  });

  it("learns what a provider says is left, and asks elsewhere before it is refused", () => {
    const limits = { ...LIMITS, requestsPerMinute: 60, bucketMinutes: 0.5 };
    const refusedWhere = (saysWhatIsLeft: boolean) => {
      const { tiers: [first] } = run({ tiers: [{ model: endpoint(1, { limits: { ...limits, saysWhatIsLeft } }) }, { model: endpoint(2) }], callsPerMinute: 120 });
      return first?.failed.rate_limited ?? 0;
    };
    expect(refusedWhere(false)).toBeGreaterThan(0.4);
    expect(refusedWhere(true)).toBeLessThan(0.01);
  });
});

describe("outages", () => {
  it("at random take a share of MTTR / (MTBF + MTTR) of all time, from the first minute on", () => {
    const domains = { p1: { upMinutes: 9, outageMinutes: { kind: "fixed", value: 1 } as const, failure: BROKEN } };
    const { availability, intervals } = run({ tiers: [{ model: endpoint(1) }], domains, callsPerMinute: 5, minutes: 400 }, { replications: 20 });
    expect(Math.abs(availability - 0.9)).toBeLessThan(0.015);
    const [low, high] = intervals?.availability ?? [NaN, NaN];
    expect([low < availability, high > availability, high - low < 0.04]).toEqual([true, true, true]);
  });

  it("are shared by the endpoints of a domain", () => {
    const domains = { d: { upMinutes: 99, outageMinutes: { kind: "fixed", value: 1 } as const, failure: BROKEN } };
    const inDomain = { model: endpoint(1), failureDomain: "d" };
    const { availability, availabilityWithoutFallback } = run({ tiers: [inDomain, inDomain], domains, callsPerMinute: 10, minutes: 3_000 });
    expect(availability).toBeLessThan(1);
    expect(availability).toBe(availabilityWithoutFallback);
  });

  it("of a script move calls to the next tier, and back within the breaker's pause after the end", () => {
    const trouble = [{ kind: "outage", domains: ["p1"], share: 1, failure: BROKEN, fromMinute: 20, toMinute: 30 } as const];
    const { timeline, availability, availabilityWithoutFallback, tiers } = run({ tiers: [{ model: endpoint(1) }, { model: endpoint(2) }], breakers: true, minutes: 60, trouble });
    const firstShare = timeline?.stretches.map(({ calls, served }) => (served[0] ?? 0) / calls) ?? [];
    expect(availability).toBe(1);
    expect(firstShare.slice(0, 20)).toEqual(Array(20).fill(1));
    expect(Math.max(...firstShare.slice(20, 30))).toBe(0);
    // The pause that doubled during the outage is 640 s at most, bounded to 10 minutes.
    expect(firstShare.slice(40)).toEqual(Array(20).fill(1));
    // An outage costs the five that open the breaker and its probes, not every call.
    expect((tiers[0]?.failed.server_error ?? 0) * 36_000).toBeLessThan(20);
    expect(tiers[0]?.skipped).toBeGreaterThan(0.15);
    // Whom the primary's breaker kept from it were not served without a fallback.
    expect(availabilityWithoutFallback).toBe(tiers[0]?.pUnconditional);
  });

  it("without breakers waste an attempt on every call", () => {
    const trouble = [{ kind: "outage", domains: ["p1"], share: 1, failure: BROKEN, fromMinute: 5, toMinute: 10 } as const];
    const { tiers: [first, second] } = run({ tiers: [{ model: endpoint(1) }, { model: endpoint(2) }], trouble });
    expect(first?.failed.server_error).toBe(second?.pUnconditional);
    expect(first?.skipped).toBe(0);
  });
});

describe("the life of a call", () => {
  const streaming = { shapes: [{ ...SHAPE, stream: true }] };
  const spoken: Partial<EndpointModel> = { firstTokenMs: seconds(1), tokensPerSecond: 100 };

  it("waits for the first token as long as its timer says, then asks the next", () => {
    const silent = endpoint(1, { ...spoken, firstTokenMs: seconds(9) });
    const { tiers: [first, second], firstTokenMs } = run({ tiers: [{ model: silent, rules: { timers: { firstTokenMs: 2_000 } } }, { model: endpoint(2, spoken) }], traffic: streaming });
    expect(first?.failed).toEqual({ timeout_first_token: 1 });
    expect(second?.p).toBe(1);
    expect(firstTokenMs?.meanMs).toBeCloseTo(3_000, 6);
  });

  it("is promised to a stream that has begun: cut after that, it is unserved, and billed", () => {
    const cut = endpoint(1, { ...spoken, success: 0, failures: [{ ...BROKEN, cause: "stream_cut", httpStatus: 200, billedMillionths: 250_000, afterMs: seconds(3) }] });
    const { availability, tiers, sums, calls } = run({ tiers: [{ model: cut }, { model: endpoint(2, spoken) }], traffic: streaming });
    expect([availability, tiers[1]?.attempts]).toEqual([0, 0]);
    expect(sums?.wastePico).toBe(BigInt(calls) * 250_000_000n);
  });

  it("ends with a fault of its own, whoever comes next", () => {
    const model = endpoint(1, { success: 0, failures: [{ ...BROKEN, cause: "bad_request", httpStatus: 400 }] });
    expect(run({ tiers: [{ model }, { model: endpoint(2) }] })).toMatchObject({ availability: 0, attemptsPerCall: 1 });
  });

  it("asks again as often as the tier says, after a pause", () => {
    const model = endpoint(1, { success: 0.5 });
    const { tiers: [first], firstTokenMs, calls } = run({ tiers: [{ model, rules: { retries: 1 } }, { model: endpoint(2) }], minutes: 15 });
    expect(Math.abs((first?.pUnconditional ?? 0) - 0.75)).toBeLessThan(within(0.75, calls));
    expect(Math.abs((first?.attempts ?? 0) - 1.5)).toBeLessThan(within(0.5, calls));
    // Half of the calls wait between 0 and 200 ms.
    expect(firstTokenMs?.meanMs).toBeCloseTo(50, -1);
  });

  it("waits for a limit to end where that is worth it", () => {
    const model = endpoint(1, { limits: { ...LIMITS, requestsPerMinute: 60, bucketMinutes: 0, saysRetryAfter: true } });
    const waiting = { wait: { maxMs: 2_000, picoPerSecond: 1n } };
    const traffic = { arrivals: "even" } as const;
    const patient = run({ tiers: [{ model }, { model: endpoint(2) }], rules: waiting, callsPerMinute: 70, traffic });
    const hasty = run({ tiers: [{ model }, { model: endpoint(2) }], callsPerMinute: 70, traffic });
    expect(hasty.tiers[0]?.pUnconditional).toBeLessThan(0.9);
    expect(patient.wholeMs?.meanMs).toBeGreaterThan((hasty.wholeMs?.meanMs ?? 0) + 5);
  });

  it("is followed to its end beyond the end of the run", () => {
    const { availability, wholeMs } = run({ tiers: [{ model: endpoint(1, { firstTokenMs: seconds(500) }) }], minutes: 1 });
    expect([availability, wholeMs?.meanMs]).toEqual([1, 500_000]);
  });
});

describe("money", () => {
  it("is what the tokens cost at the prices of the moment, to the last pico", () => {
    const model = endpoint(1, { success: 0.9, failures: [{ ...BROKEN, billedMillionths: 333_333 }] });
    const trouble = [{ kind: "price", endpointIds: ["p1/llama"], factorMillionths: 1_500_000, fromMinute: 5, toMinute: 10 } as const];
    const { sums, timeline, spendUsd, calls } = run({ tiers: [{ model }], trouble, traffic: { arrivals: "even" } });
    const [served] = sums?.tiers ?? [];
    if (!sums || !served || !timeline) throw new Error("nothing was counted");
    expect(calls).toBe(6_000);
    expect(spendUsd).toBeCloseTo(Number(served.costPico + sums.wastePico) / 1e12, 12);
    const above = served.costPico - 10n ** 9n * BigInt(served.served);
    // What is above the first price is half of it, for calls of the second half alone.
    const dear = timeline.stretches.slice(5).reduce((sum, each) => sum + (each.served[0] ?? 0), 0);
    expect(above).toBe(BigInt(dear) * (10n ** 9n / 2n));
    expect(spendUsd).toBeCloseTo(timeline.stretches.reduce((sum, each) => sum + each.spendUsd, 0), 9);
    expect(sums.wastePico % (333_333_000n / 2n)).toBe(0n);
  });

  it("is not known where one price is not", () => {
    const { spendUsd, warcUsdPerMillion, tiers, availability } = run({ tiers: [{ model: endpoint(1, { success: 0.5 }) }, { model: endpoint(1, { prices: [] }) }] });
    expect([spendUsd, warcUsdPerMillion, tiers[1]?.usdPerMillion, availability]).toEqual([null, null, null, 1]);
  });
});

const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
const cap = fc.option(fc.integer({ min: 1, max: 40 }));
const anyKind = fc.record({
  cause: fc.constantFrom("rate_limited", "server_error", "stream_cut", "timeout_first_token", "timeout_stall", "timeout_total", "bad_request", "auth"),
  retryAfterMs: fc.option(fc.nat(3_000)),
  billedMillionths: fc.nat(1_000_000),
}).map((kind) => ({ ...BROKEN, ...kind, afterMs: seconds(1) }));
const anyTier = fc.record({
  usd: fc.nat(9), success: share, kind: anyKind, limits: fc.option(fc.record({ requestsPerMinute: cap, window: fc.constantFrom("bucket" as const, "fixed-minute" as const), saysWhatIsLeft: fc.boolean() })),
  retries: fc.nat(2), requestsPerMinute: cap, concurrent: cap, lastResort: fc.boolean(),
}).map(({ usd, success, kind, limits, retries, requestsPerMinute, concurrent, lastResort }) => ({
  model: endpoint(usd, { success, failures: [kind], limits: limits && { ...LIMITS, ...limits }, firstTokenMs: { kind: "lognormal", mu: 6, sigma: 1 }, tokensPerSecond: 50 }),
  rules: { retries, lastResort, caps: { ...NO_CAPS, requestsPerMinute, concurrent } },
}));
const anySetting: fc.Arbitrary<Setting> = fc.record({
  tiers: fc.array(anyTier, { minLength: 1, maxLength: 4 }),
  rules: fc.record({ strategy: fc.constantFrom(...STRATEGIES), maxAttempts: fc.option(fc.integer({ min: 1, max: 4 })) }),
  breakers: fc.boolean(),
  seed: fc.nat(),
  trouble: fc.constantFrom([], [{ kind: "outage" as const, domains: ["p1"], share: 0.7, failure: BROKEN, fromMinute: 1, toMinute: 2 }, { kind: "slow" as const, domains: ["p2"], factor: 60, fromMinute: 0, toMinute: 2 }]),
}).map((some) => ({ ...some, callsPerMinute: 80, minutes: 2, traffic: { shapes: [SHAPE, { ...SHAPE, stream: true }] } }));

it("conserves calls, attempts and money, whatever happens", () => {
  fc.assert(
    fc.property(anySetting, (setting) => {
      const { calls, tiers, sums, availability, timeline, attemptsPerCall } = run(setting, { replications: 2 });
      if (!sums || calls === 0) return;
      const all = (of: (tier: (typeof tiers)[number]) => number) => tiers.reduce((sum, tier) => sum + of(tier), 0);
      const failed = (tier: (typeof tiers)[number]) => Object.values(tier.failed).reduce((sum, each) => sum + each, 0);
      expect(Math.round(all(({ attempts }) => attempts) * calls)).toBe(Math.round(all(({ served }) => served) * calls) + Math.round(all(failed) * calls));
      expect(sums.attempts).toBe(Math.round(attemptsPerCall * calls));
      const served = sums.tiers.reduce((sum, tier) => sum + tier.served, 0);
      expect(served + sums.unserved).toBe(calls);
      expect(all(({ pUnconditional }) => pUnconditional)).toBeCloseTo(availability, 12);
      if (served > 0) expect(all(({ p }) => p)).toBeCloseTo(1, 12);
      for (const [index, tier] of sums.tiers.entries()) {
        const price = setting.tiers[index]?.model.prices[0]?.price;
        expect(tier.costPico).toBe(BigInt(tier.served) * (price ? costOfUsage(price, SHAPE.usage) : 0n));
      }
      const inTime = timeline?.stretches.reduce((sum, each) => sum + each.served.reduce((a, b) => a + b, 0) + each.unserved, 0) ?? 0;
      expect(inTime * 2).toBeCloseTo(calls, 6);
    }),
    { numRuns: 25 },
  );
});

it("counts the same for the same seed, and otherwise for another", () => {
  const setting = { tiers: [{ model: endpoint(1, { success: 0.9 }) }, { model: endpoint(2, { success: 0.9 }) }], breakers: true };
  expect(run(setting, { replications: 2 })).toEqual(run(setting, { replications: 2 }));
  expect(run(setting).sums).not.toEqual(run({ ...setting, seed: 2 }).sums);
});

it("tells how far it has come, and stops at the most calls that it may simulate", () => {
  const simulation = simulate(scenarioOf({ tiers: [{ model: endpoint(1) }], minutes: 100 }), { replications: 2, maxCalls: 30_000 });
  const told: number[] = [];
  let step = simulation.next();
  for (; !step.done; step = simulation.next()) {
    told.push(step.value.calls);
    expect(step.value.ofCalls).toBe(30_000);
  }
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect([told.length > 3, told.at(-1), step.value.calls]).toEqual([true, 30_000, 30_000]);
  expect(step.value.monthlyUsd).toBeCloseTo(600 * 43_200 * 0.001, -3);
  expect(step.value.reachedMinute).toBeCloseTo(25, 1);
});

it("of runs that end in the busy hour tells what a month of all hours costs", () => {
  const rate = { stretchMinutes: 10, callsPerMinute: [600, 60] };
  const { monthlyUsd, reachedMinute, calls } = run({ tiers: [{ model: endpoint(1) }], minutes: 20, traffic: { rate } }, { replications: 8, maxCalls: 20_000 });
  expect([calls, reachedMinute]).toEqual([20_000, expect.closeTo(8.33, 1)]);
  expect(monthlyUsd).toBeCloseTo(330 * 43_200 * 0.001, 6);
});

describe("plans that are used again", () => {
  const long = { ...SHAPE, usage: { ...SHAPE.usage, input: 50_000 } };

  it("tell calls apart that fit into other windows", () => {
    const tiers = [{ model: endpoint(1), contextTokens: 8_000 }, { model: endpoint(2) }];
    const { sums, tiers: [first] } = run({ tiers, traffic: { shapes: [SHAPE, long] } });
    expect(Math.abs((first?.p ?? 0) - 0.5)).toBeLessThan(within(0.5, 6_000));
    expect(sums?.tiers.map(({ served, tokens }) => tokens / BigInt(served))).toEqual([1_000n, 50_500n]);
  });

  it("follow a price when it changes, and each call's own size", () => {
    const perRequest = { base: { input: 1n, output: 1n, perRequest: 20_000n }, steps: [] };
    const tiers = [{ model: endpoint(2e-6) }, { model: endpoint(1, { prices: [{ validFromMs: 0, price: perRequest }] }) }];
    const trouble = [{ kind: "price", endpointIds: ["p1/llama"], factorMillionths: 30_000_000, fromMinute: 5, toMinute: 10 } as const];
    const { timeline, sums } = run({ tiers, rules: { strategy: "cheapest" }, trouble, traffic: { shapes: [SHAPE, long], arrivals: "even" } });
    // A short one costs 2,000 pico-USD at the first and 21,000 at the second; a long one 101,000 and 70,500; and later all are dearer at the first.
    const ofFirst = timeline?.stretches.map(({ served }) => (served[0] ?? 0) / 600) ?? [];
    expect(Math.max(...ofFirst.slice(5))).toBe(0);
    expect(ofFirst.slice(0, 5).every((part) => Math.abs(part - 0.5) < 0.1)).toBe(true);
    expect(sums?.tiers[0]?.tokens).toBe(1_000n * BigInt(sums?.tiers[0]?.served ?? 0));
  });
});

it("asks tiers at the times of day that they take calls", () => {
  const night = { minPromptTokens: null, maxPromptTokens: null, stream: null, tools: null, images: null, jsonSchema: null, metadata: {}, utc: { fromMinute: 0, toMinute: 30 } };
  const { timeline } = run({ tiers: [{ model: endpoint(1), rules: { when: night } }, { model: endpoint(2) }], minutes: 60 });
  expect(new Date(STARTS_AT_MS).getUTCHours()).toBe(0);
  expect(timeline?.stretches.map(({ served }) => (served[0] ?? 0) > 0)).toEqual([...Array<boolean>(30).fill(true), ...Array<boolean>(30).fill(false)]);
});
