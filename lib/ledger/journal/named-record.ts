import { z } from "zod";
import { CAUSES } from "@/lib/core/outcome";
import { DROPS } from "@/lib/core/plan";
import type { CallRecord } from "../record";

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
  listPrice: z.object({ id, step: whole }).nullable().default(null),
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

/**
 * A record with its fields by name, as the first releases wrote it. Nothing in it says which release that was, so
 * every field is checked.
 * @throws ZodError when it is no such record
 */
export function parseNamedRecord(value: unknown): CallRecord {
  return call.parse(value);
}

/** The record by its fields' names, its amounts as strings: also what people find in the quarantine. */
export function toNamedRecord(record: CallRecord): unknown {
  return JSON.parse(JSON.stringify(record, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value)));
}
