import { z } from "zod";
import { CAUSES } from "@/lib/core/outcome";
import { DROPS } from "@/lib/core/plan";
import type { ClassAmounts, CallRecord } from "../record";

const id = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const whole = z.int();
const maybeWhole = whole.nullable();
/** JSON has no bigint, and a number would lose digits above 2^53. */
const pico = z.string().regex(/^-?\d{1,30}$/).transform(BigInt);
const outcome = z.enum(["served", "failed", "aborted"]);
const cause = z.enum(CAUSES).nullable();
const amount = z.object({ units: whole, costPico: pico });

const usage = z.object({
  input: whole,
  cachedInput: whole,
  cacheWrite5m: whole,
  cacheWrite1h: whole,
  output: whole,
  reasoning: whole,
});

const classes = z.object({
  input: amount,
  cachedInput: amount,
  cacheWrite5m: amount,
  cacheWrite1h: amount,
  output: amount,
  reasoning: amount,
  perRequest: amount,
});

const planEntry = z.object({
  endpoint: z.string(),
  tier: whole,
  kept: z.boolean(),
  reason: z.string(),
  // Absent from what earlier releases wrote.
  drop: z.enum(DROPS).nullable().default(null),
  expectedCostUsd: z.string().nullable().default(null),
  expectedMs: maybeWhole.default(null),
});

const attempt = z.object({
  id,
  startedAtMs: whole,
  number: whole,
  tier: whole,
  retry: whole,
  endpointId: id,
  endpoint: z.string(),
  provider: z.string(),
  outcome,
  cause,
  httpStatus: maybeWhole,
  connectMs: maybeWhole,
  firstTokenMs: maybeWhole,
  totalMs: whole,
  usage: usage.nullable(),
  priceId: id.nullable(),
  priceStep: maybeWhole,
  costPico: pico.nullable(),
  classes: classes.nullable(),
  basis: z.enum(["reported", "estimated", "unknown"]),
  detail: z.string(),
});

const call = z.object({
  id,
  teamId: id,
  startedAtMs: whole,
  profileVersionId: id,
  profileSlug: z.string(),
  apiKeyId: id,
  memberId: id,
  requestedModel: z.string(),
  stream: z.boolean(),
  outcome,
  cause,
  httpStatus: whole,
  servedTier: maybeWhole,
  servedEndpoint: z.string().nullable(),
  planPosition: maybeWhole,
  rescued: z.boolean(),
  plan: z.array(planEntry),
  tags: z.record(z.string(), z.string()),
  primaryCostPico: pico.nullable(),
  baselineCostPico: pico.nullable(),
  firstTokenMs: maybeWhole,
  totalMs: whole,
  overheadUs: whole,
  attempts: z.array(attempt),
}) satisfies z.ZodType<CallRecord>;

/** The record as JSON, its amounts as strings. */
export function encodeRecord(record: CallRecord): Buffer {
  return Buffer.from(
    JSON.stringify({
      ...record,
      primaryCostPico: encodePico(record.primaryCostPico),
      baselineCostPico: encodePico(record.baselineCostPico),
      attempts: record.attempts.map((attempt) => ({
        ...attempt,
        costPico: encodePico(attempt.costPico),
        classes: attempt.classes && encodeClasses(attempt.classes),
      })),
    }),
  );
}

function encodePico(value: bigint | null): string | null {
  return value === null ? null : value.toString();
}

// Spelled out: this runs for every call, and a walk over keys took several times as long.
function encodeClasses(amounts: ClassAmounts) {
  return {
    input: encodeAmount(amounts.input),
    cachedInput: encodeAmount(amounts.cachedInput),
    cacheWrite5m: encodeAmount(amounts.cacheWrite5m),
    cacheWrite1h: encodeAmount(amounts.cacheWrite1h),
    output: encodeAmount(amounts.output),
    reasoning: encodeAmount(amounts.reasoning),
    perRequest: encodeAmount(amounts.perRequest),
  };
}

function encodeAmount(amount: { units: number; costPico: bigint }) {
  return { units: amount.units, costPico: amount.costPico.toString() };
}

/**
 * The record that `encodeRecord` wrote. Fields that it does not know are dropped, so that a journal of a newer version
 * can still be drained.
 * @throws SyntaxError or ZodError when the bytes are no such record
 */
export function decodeRecord(payload: Buffer): CallRecord {
  return call.parse(JSON.parse(payload.toString()));
}
