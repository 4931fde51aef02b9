import fc from "fast-check";
import { CAUSES } from "@/lib/core/outcome";
import { AD_HOC, NIL_ID } from "@/lib/core/profile";
import { uuidv7 } from "@/lib/core/uuidv7";
import type { AttemptRecord, CallRecord, ClassAmounts } from "../record";

const FIRST_MS = Date.UTC(2026, 8, 28);
const LAST_MS = Date.UTC(2026, 10, 3);

// Few of each, so that calls meet in the rows of rollups.
const two = (letter: string) => ["1", "2"].map((digit) => `0190000${digit}-0000-7000-8000-${letter.repeat(12)}`);
const [groq = "", deepinfra = ""] = two("e");
const ENDPOINTS = [
  { endpointId: groq, provider: "groq", endpoint: "groq/meta-llama/llama-3.3-70b-instruct" },
  { endpointId: deepinfra, provider: "deepinfra", endpoint: "deepinfra/meta-llama/llama-3.3-70b-instruct" },
];

const randomness = fc.uint8Array({ minLength: 10, maxLength: 10 });
const units = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2_000_000 }));
const pico = fc.bigInt({ min: 0n, max: 600_000_000n });
const milliseconds = fc.integer({ min: 0, max: 600_000 });
const amount = fc.tuple(units, pico).map(([count, price]) => ({ units: count, costPico: BigInt(count) * price }));

const classes: fc.Arbitrary<ClassAmounts> = fc.record({
  input: amount,
  cachedInput: amount,
  cacheWrite5m: amount,
  cacheWrite1h: amount,
  output: amount,
  reasoning: amount,
  perRequest: amount,
});

const priced = fc.record({
  classes,
  priceId: fc.constantFrom(...two("f")),
  priceStep: fc.nat({ max: 2 }),
  listPrice: fc.option(fc.record({ id: fc.constantFrom(...two("9")), step: fc.nat({ max: 1 }) })),
  basis: fc.constantFrom("reported" as const, "estimated" as const),
});

const none = { usage: null, classes: null, priceId: null, priceStep: null, listPrice: null };

/** Known with its usage; known to be nothing; unknown. */
const amounts = fc.oneof(
  priced.map((known) => ({
    ...known,
    usage: usageOf(known.classes),
    costPico: Object.values(known.classes).reduce((sum, part) => sum + part.costPico, 0n),
  })),
  fc.constant({ ...none, costPico: 0n, basis: "reported" as const }),
  fc.constant({ ...none, costPico: null, basis: "unknown" as const }),
);

function usageOf({ input, cachedInput, cacheWrite5m, cacheWrite1h, output, reasoning }: ClassAmounts) {
  return {
    input: input.units + cachedInput.units + cacheWrite5m.units + cacheWrite1h.units,
    cachedInput: cachedInput.units,
    cacheWrite5m: cacheWrite5m.units,
    cacheWrite1h: cacheWrite1h.units,
    output: output.units + reasoning.units,
    reasoning: reasoning.units,
  };
}

const ended = fc.oneof(
  fc.record({ outcome: fc.constant("failed" as const), cause: fc.constantFrom(...CAUSES) }),
  fc.constant({ outcome: "aborted" as const, cause: null }),
);

/** An attempt that did not serve; its id and start come with its call. */
const attempt = fc
  .tuple(
    amounts,
    ended,
    fc.constantFrom(...ENDPOINTS),
    fc.record({
      tier: fc.integer({ min: 1, max: 3 }),
      httpStatus: fc.constantFrom(429, null),
      connectMs: fc.option(milliseconds),
      firstTokenMs: fc.option(milliseconds),
      totalMs: milliseconds,
      detail: fc.string({ maxLength: 10 }),
    }),
  )
  .map(([amounts, ended, endpoint, rest]) => ({ ...amounts, ...ended, ...endpoint, ...rest, retry: 0 }));

type Draft = Omit<AttemptRecord, "id" | "startedAtMs" | "number">;

/** Calls as they can be: served, failed, aborted, ad hoc or of a profile; every amount known, refused or unknown. */
export function callRecords(): fc.Arbitrary<CallRecord> {
  const call = fc.record({
    teamId: fc.constantFrom(...two("a")),
    startedAtMs: fc.integer({ min: FIRST_MS, max: LAST_MS }),
    profileVersionId: fc.constantFrom(...two("b"), NIL_ID),
    apiKeyId: fc.constantFrom(...two("c")),
    memberId: fc.constantFrom(...two("d")),
    stream: fc.boolean(),
    tags: fc.dictionary(fc.string({ maxLength: 5 }).filter((key) => key !== "__proto__"), fc.string({ maxLength: 5 }), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    totalMs: milliseconds,
  });
  return fc
    .tuple(call, randomness, fc.array(fc.tuple(attempt, randomness), { maxLength: 4 }), end)
    .map(([call, random, drafts, end]) => {
      const attempts = drafts.map(([draft, random], index) => number(draft, random, call.startedAtMs, index));
      return {
        ...call,
        id: uuidv7(call.startedAtMs, random),
        profileSlug: call.profileVersionId === NIL_ID ? AD_HOC : "extract",
        requestedModel: "extract",
        plan: attempts.map(({ endpoint, tier }) => ({
          endpoint, tier, kept: true, reason: "in order", drop: null, expectedCostUsd: "0.000123", expectedMs: 250,
        })),
        overheadUs: 350,
        ...finish(attempts, end),
      };
    });
}

const end = fc.record({
  outcome: fc.constantFrom("served" as const, "served" as const, "failed" as const, "aborted" as const),
  primaryCostPico: fc.option(pico),
  baselineCostPico: fc.option(pico),
  firstTokenMs: milliseconds,
});

function number(draft: Draft, random: Uint8Array, callStartedAtMs: number, index: number): AttemptRecord {
  const startedAtMs = callStartedAtMs + index;
  return { ...draft, id: uuidv7(startedAtMs, random), startedAtMs, number: index + 1 };
}

type End = { outcome: CallRecord["outcome"] } & Pick<CallRecord, "primaryCostPico" | "baselineCostPico" | "firstTokenMs">;

/** Lets the last attempt serve the call, where it is to be served and there is one. */
function finish(attempts: AttemptRecord[], end: End) {
  const last = attempts.at(-1);
  if (end.outcome !== "served" || !last) {
    return {
      outcome: end.outcome === "served" ? ("failed" as const) : end.outcome,
      cause: last?.cause ?? null,
      httpStatus: 502,
      servedTier: null,
      servedEndpoint: null,
      planPosition: null,
      rescued: false,
      primaryCostPico: null,
      baselineCostPico: null,
      firstTokenMs: null,
      attempts,
    };
  }
  return {
    ...end,
    cause: null,
    httpStatus: 200,
    servedTier: last.tier,
    servedEndpoint: last.endpoint,
    planPosition: attempts.length,
    rescued: attempts.length > 1,
    attempts: [...attempts.slice(0, -1), { ...last, outcome: "served" as const, cause: null, httpStatus: 200 }],
  };
}
