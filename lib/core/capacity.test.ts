import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Capacity, type Amount, type Capped, type Ticket } from "./capacity";
import { PICO_PER_USD } from "./money";
import { NO_CAPS, type Caps } from "./profile";

const MIDNIGHT = Date.UTC(2026, 0, 1);
const NOON = MIDNIGHT + 43_200_000;
const DAY_MS = 86_400_000;
const USD = PICO_PER_USD;
const usd = (dollars: bigint): Amount => ({ tokens: 0, pico: dollars * USD });
const tokens = (n: number): Amount => ({ tokens: n, pico: 0n });
const SMALL = tokens(1);

/** Asks and takes a place if there is room. */
function take(capacity: Capacity, caps: Caps, estimate: Amount, nowMs: number): Ticket | Capped {
  return capacity.findCap(caps, estimate, nowMs) ?? capacity.reserve(estimate, nowMs);
}

const isTicket = (taken: Ticket | Capped): taken is Ticket => "settled" in taken;

function taken(capacity: Capacity, caps: Caps, estimate: Amount, nowMs: number): Ticket {
  const result = take(capacity, caps, estimate, nowMs);
  if (!isTicket(result)) throw new Error(result.cap);
  return result;
}

describe("requests a minute", () => {
  const caps = { ...NO_CAPS, requestsPerMinute: 2 };

  it("are counted whether or not they cost anything, and free after a minute", () => {
    const capacity = new Capacity();
    capacity.settle(taken(capacity, caps, SMALL, NOON), null, NOON);
    taken(capacity, caps, SMALL, NOON + 1_500);
    const capped = { cap: "2 requests a minute", freeAtMs: NOON + 61_000 };
    expect(capacity.findCap(caps, SMALL, NOON + 2_000)).toEqual(capped);
    expect(capacity.findCap(caps, SMALL, capped.freeAtMs - 1)).toEqual(capped);
    expect(capacity.findCap(caps, SMALL, capped.freeAtMs)).toBeNull();
  });

  it("are never possible where none is allowed", () => {
    const none = { ...NO_CAPS, requestsPerMinute: 0 };
    expect(new Capacity().findCap(none, SMALL, NOON)).toEqual({
      cap: "0 requests a minute, and this call alone needs 1",
      freeAtMs: null,
    });
  });
});

describe("tokens a minute", () => {
  const caps = { ...NO_CAPS, tokensPerMinute: 10_000 };

  it("are reserved by estimate and settled by what was used", () => {
    const capacity = new Capacity();
    const ticket = taken(capacity, caps, tokens(9_000), NOON);
    expect(capacity.findCap(caps, tokens(1_001), NOON)).toEqual({ cap: "10,000 tokens a minute", freeAtMs: NOON + 61_000 });
    capacity.settle(ticket, tokens(4_000), NOON + 20_000);
    expect(capacity.findCap(caps, tokens(6_000), NOON + 20_000)).toBeNull();
    expect(capacity.findCap(caps, tokens(6_001), NOON + 20_000)).not.toBeNull();
  });

  it("come back whole from an attempt that used nothing, once", () => {
    const capacity = new Capacity();
    const ticket = taken(capacity, caps, tokens(9_000), NOON);
    taken(capacity, caps, tokens(1_000), NOON);
    for (let i = 0; i < 3; i++) capacity.settle(ticket, null, NOON);
    expect(capacity.findCap(caps, tokens(9_000), NOON)).toBeNull();
    expect(capacity.findCap(caps, tokens(9_001), NOON)).not.toBeNull();
  });

  it("count from the end of the answer where more came than was expected", () => {
    const capacity = new Capacity();
    const ticket = taken(capacity, caps, tokens(1_000), NOON);
    capacity.settle(ticket, tokens(9_500), NOON + 90_000);
    expect(capacity.findCap(caps, tokens(2_000), NOON + 90_000)?.freeAtMs).toBe(NOON + 90_000 + 61_000);
  });

  it("never suffice for a call that is larger than the cap, and the words say so", () => {
    expect(new Capacity().findCap(caps, tokens(12_000), NOON)).toEqual({
      cap: "10,000 tokens a minute, and this call alone needs 12,000",
      freeAtMs: null,
    });
  });
});

describe("calls at a time", () => {
  const caps = { ...NO_CAPS, concurrent: 1 };

  it("free when an attempt ends, whenever that is", () => {
    const capacity = new Capacity();
    const ticket = taken(capacity, caps, SMALL, NOON);
    expect(capacity.findCap(caps, SMALL, NOON + DAY_MS)).toEqual({ cap: "1 call at a time", freeAtMs: NOON + DAY_MS });
    capacity.settle(ticket, SMALL, NOON);
    capacity.settle(ticket, SMALL, NOON);
    taken(capacity, caps, SMALL, NOON);
    expect(capacity.findCap(caps, SMALL, NOON)).not.toBeNull();
  });
});

describe("spend by day", () => {
  const caps = { ...NO_CAPS, picoPerDay: 25n * USD };

  it("begins anew at midnight UTC, and what is settled later belongs to the day before", () => {
    const capacity = new Capacity();
    const late = taken(capacity, caps, usd(20n), MIDNIGHT + DAY_MS - 1);
    expect(capacity.findCap(caps, usd(6n), MIDNIGHT + DAY_MS - 1)).toEqual({
      cap: "$25.00 a day (UTC)",
      freeAtMs: MIDNIGHT + DAY_MS,
    });
    taken(capacity, caps, usd(25n), MIDNIGHT + DAY_MS);
    capacity.settle(late, null, MIDNIGHT + DAY_MS);
    expect(capacity.findCap(caps, usd(1n), MIDNIGHT + DAY_MS)).not.toBeNull();
  });

  it("goes on from what earlier processes spent that day", () => {
    const capacity = new Capacity();
    capacity.addSpent(MIDNIGHT, 20n * USD, NOON);
    capacity.addSpent(MIDNIGHT - DAY_MS, 20n * USD, NOON);
    expect(capacity.findCap(caps, usd(5n), NOON)).toBeNull();
    expect(capacity.findCap(caps, usd(6n), NOON)).not.toBeNull();
  });

  it("never suffices for a call that may cost more than the cap", () => {
    expect(new Capacity().findCap(caps, usd(26n), NOON)).toEqual({
      cap: "$25.00 a day (UTC), and this call alone may cost $26.00",
      freeAtMs: null,
    });
  });

  it("is neither forgotten nor kept for days when the clock is set back", () => {
    const capacity = new Capacity();
    taken(capacity, caps, usd(25n), MIDNIGHT + 1);
    expect(capacity.findCap(caps, usd(1n), MIDNIGHT - 1)).not.toBeNull();
    expect(capacity.findCap(caps, usd(1n), MIDNIGHT + 2)).not.toBeNull();
    expect(capacity.findCap(caps, usd(1n), MIDNIGHT - 300 * DAY_MS)).not.toBeNull();
    expect(capacity.findCap(caps, usd(1n), MIDNIGHT - 299 * DAY_MS)).toBeNull();
  });
});

it("names the cap that frees last", () => {
  const caps = { requestsPerMinute: 1, tokensPerMinute: 5, concurrent: 9, picoPerDay: 1n };
  const capacity = new Capacity();
  capacity.reserve({ tokens: 5, pico: 1n }, NOON);
  expect(capacity.findCap(caps, { tokens: 1, pico: 1n }, NOON)?.freeAtMs).toBe(MIDNIGHT + DAY_MS);
  expect(capacity.findCap({ ...caps, concurrent: 1 }, { tokens: 1, pico: 1n }, NOON)?.freeAtMs).toBe(MIDNIGHT + DAY_MS);
});

const anyEstimate = fc.record({ tokens: fc.nat(400), pico: fc.bigInt({ min: 0n, max: 400n }) });
const anyShare = fc.integer({ min: 0, max: 4 });
const anyStep = fc.oneof(
  fc.record({ do: fc.constant("take" as const), estimate: anyEstimate }),
  fc.record({ do: fc.constant("settle" as const), which: fc.nat(40), share: anyShare }),
  fc.record({ do: fc.constant("pass" as const), ms: fc.oneof(fc.nat(3_000), fc.nat(40_000), fc.constant(DAY_MS / 3)) }),
);
const anyCaps: fc.Arbitrary<Caps> = fc.record({
  requestsPerMinute: fc.option(fc.nat(8)),
  tokensPerMinute: fc.option(fc.nat(1_000)),
  concurrent: fc.option(fc.nat(6)),
  picoPerDay: fc.option(fc.bigInt({ min: 0n, max: 2_000n })),
});

type Admitted = { atMs: number; tokens: number; pico: bigint; ticket: Ticket };

/** Whether the calls, as they are settled so far, keep within the caps in every minute and on every day. */
function keepsWithin(caps: Caps, calls: Admitted[]): boolean {
  return calls.every((first) => {
    const minute = calls.filter(({ atMs }) => atMs >= first.atMs && atMs <= first.atMs + 60_000);
    const day = calls.filter(({ atMs }) => Math.floor(atMs / DAY_MS) === Math.floor(first.atMs / DAY_MS));
    return (
      minute.length <= (caps.requestsPerMinute ?? Infinity) &&
      minute.reduce((sum, call) => sum + call.tokens, 0) <= (caps.tokensPerMinute ?? Infinity) &&
      (caps.picoPerDay === null || day.reduce((sum, call) => sum + call.pico, 0n) <= caps.picoPerDay) &&
      calls.filter(({ ticket }) => !ticket.settled).length <= (caps.concurrent ?? Infinity)
    );
  });
}

describe("any sequence of calls", () => {
  it("keeps within every cap at all times, and is free a minute after the last one", () => {
    let refused = 0;
    fc.assert(
      fc.property(anyCaps, fc.array(anyStep, { maxLength: 60 }), (caps, steps) => {
        const capacity = new Capacity();
        const calls: Admitted[] = [];
        let nowMs = NOON;
        for (const step of steps) {
          if (step.do === "pass") nowMs += step.ms;
          else if (step.do === "take") {
            const ticket = take(capacity, caps, step.estimate, nowMs);
            if (isTicket(ticket)) calls.push({ atMs: nowMs, ...step.estimate, ticket });
            else refused++;
            if (!isTicket(ticket) && ticket.freeAtMs !== null) expect(ticket.freeAtMs).toBeGreaterThanOrEqual(nowMs);
          } else {
            const call = calls[step.which % Math.max(1, calls.length)];
            if (!call || call.ticket.settled) continue;
            const { estimate } = call.ticket;
            call.tokens = Math.floor((estimate.tokens * step.share) / 4);
            call.pico = (estimate.pico * BigInt(step.share)) / 4n;
            capacity.settle(call.ticket, step.share === 0 ? null : call, nowMs);
          }
          expect(keepsWithin(caps, calls)).toBe(true);
        }
        for (const { ticket } of calls) capacity.settle(ticket, null, nowMs);
        const whole = { tokens: caps.tokensPerMinute ?? 0, pico: caps.picoPerDay ?? 0n };
        const mayCall = caps.requestsPerMinute !== 0 && caps.concurrent !== 0;
        expect(capacity.findCap(caps, whole, nowMs + DAY_MS + 61_000) === null).toBe(mayCall);
        expect(capacity.findCap({ ...caps, picoPerDay: null }, whole, nowMs + DAY_MS + 61_000) === null).toBe(mayCall);
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it("frees nothing early by more than the clock was set back, and nothing late", () => {
    const anyPass = fc.oneof(fc.integer({ min: -(10 ** 9), max: 0 }), fc.nat(20_000));
    const caps = { ...NO_CAPS, requestsPerMinute: 3 };
    fc.assert(
      fc.property(fc.array(anyPass, { maxLength: 40 }), (passes) => {
        const capacity = new Capacity();
        let clockMs = NOON;
        // As if time stood still while the clock was set back.
        let trueMs = 0;
        const admittedAt: number[] = [];
        for (const ms of passes) {
          clockMs += ms;
          trueMs += Math.max(0, ms);
          const result = take(capacity, caps, SMALL, clockMs);
          const inMinute = admittedAt.filter((atMs) => trueMs - atMs <= 60_000).length;
          const nearlyInMinute = admittedAt.filter((atMs) => trueMs - atMs <= 61_000).length;
          if (isTicket(result)) expect(inMinute).toBeLessThan(3);
          else expect(nearlyInMinute).toBeGreaterThanOrEqual(3);
          if (isTicket(result)) admittedAt.push(trueMs);
          else expect(result.freeAtMs).toBeGreaterThan(clockMs);
        }
      }),
    );
  });
});
