import type { PlanEntry } from "@/lib/core/plan";
import type { Usage } from "@/lib/core/usage";
import type { AttemptRecord, CallRecord, ClassAmounts } from "../record";
import { parseNamedRecord } from "./named-record";

/**
 * A record is a JSON array that begins with this number. Where it stands, behind a right checksum, the fields are those
 * below in their order, and are not checked again: that was half of the drain's time. A field may be added at the
 * end of an array; any other change takes a new number.
 */
const FORMAT = 1;

/** A bigint as digits, for JSON's numbers lose those above 2^53. */
type Digits = string | null;

type PackedPlanEntry = [
  endpoint: string, tier: number, kept: boolean, reason: string, drop: PlanEntry["drop"], expectedCostUsd: string | null,
  expectedMs: number | null,
];

type PackedUsage = [input: number, cachedInput: number, cacheWrite5m: number, cacheWrite1h: number, output: number, reasoning: number];

/** For each class that is not zero, its place in CLASSES, its units and its cost. */
type PackedClasses = (number | string)[];

type PackedAttempt = [
  id: string, startedAtMs: number, number: number, tier: number, retry: number, endpointId: string, endpoint: string,
  provider: string, outcome: AttemptRecord["outcome"], cause: AttemptRecord["cause"], httpStatus: number | null,
  connectMs: number | null, firstTokenMs: number | null, totalMs: number, usage: PackedUsage | null, priceId: string | null,
  priceStep: number | null, costPico: Digits, classes: PackedClasses | null, basis: AttemptRecord["basis"], detail: string,
  // Absent where the applied price is the list price and no budget holds an unknown cost, and in what an earlier release wrote.
  listPriceId?: string | null, listPriceStep?: number | null, heldPico?: string,
];

type PackedCall = [
  format: typeof FORMAT, id: string, teamId: string, startedAtMs: number, profileVersionId: string, profileSlug: string,
  apiKeyId: string, memberId: string, requestedModel: string, stream: boolean, outcome: CallRecord["outcome"],
  cause: CallRecord["cause"], httpStatus: number, servedTier: number | null, servedEndpoint: string | null,
  planPosition: number | null, rescued: boolean, plan: PackedPlanEntry[], tags: Record<string, string>,
  primaryCostPico: Digits, baselineCostPico: Digits, firstTokenMs: number | null, totalMs: number, overheadUs: number,
  attempts: PackedAttempt[],
];

const CLASSES = ["input", "cachedInput", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "perRequest"] as const satisfies (keyof ClassAmounts)[];

/** The bytes of a record for the journal. Runs for every call before its last byte goes out. */
export function encodeRecord(call: CallRecord): Buffer {
  const packed: PackedCall = [
    FORMAT, call.id, call.teamId, call.startedAtMs, call.profileVersionId, call.profileSlug, call.apiKeyId, call.memberId,
    call.requestedModel, call.stream, call.outcome, call.cause, call.httpStatus, call.servedTier, call.servedEndpoint,
    call.planPosition, call.rescued, call.plan.map(packPlanEntry), call.tags, digits(call.primaryCostPico),
    digits(call.baselineCostPico), call.firstTokenMs, call.totalMs, call.overheadUs, call.attempts.map(packAttempt),
  ];
  return Buffer.from(JSON.stringify(packed));
}

function packPlanEntry(entry: PlanEntry): PackedPlanEntry {
  return [entry.endpoint, entry.tier, entry.kept, entry.reason, entry.drop, entry.expectedCostUsd, entry.expectedMs];
}

function packAttempt(attempt: AttemptRecord): PackedAttempt {
  const packed: PackedAttempt = [
    attempt.id, attempt.startedAtMs, attempt.number, attempt.tier, attempt.retry, attempt.endpointId, attempt.endpoint,
    attempt.provider, attempt.outcome, attempt.cause, attempt.httpStatus, attempt.connectMs, attempt.firstTokenMs, attempt.totalMs,
    attempt.usage && packUsage(attempt.usage), attempt.priceId, attempt.priceStep, digits(attempt.costPico),
    attempt.classes && packClasses(attempt.classes), attempt.basis, attempt.detail,
  ];
  const { listPrice, heldPico } = attempt;
  if (heldPico !== undefined) packed.push(listPrice && listPrice.id, listPrice && listPrice.step, heldPico.toString());
  else if (listPrice) packed.push(listPrice.id, listPrice.step);
  return packed;
}

function packUsage(usage: Usage): PackedUsage {
  return [usage.input, usage.cachedInput, usage.cacheWrite5m, usage.cacheWrite1h, usage.output, usage.reasoning];
}

function packClasses(classes: ClassAmounts): PackedClasses {
  const packed: PackedClasses = [];
  for (let place = 0; place < CLASSES.length; place++) {
    const { units, costPico } = classes[CLASSES[place] ?? "input"];
    if (units !== 0 || costPico !== 0n) packed.push(place, units, costPico.toString());
  }
  return packed;
}

function digits(pico: bigint | null): Digits {
  return pico === null ? null : pico.toString();
}

/**
 * The record that `encodeRecord` wrote, or that an earlier release wrote with its fields by name. What a newer version
 * has added is dropped, so that its journal can still be drained.
 * @throws when the bytes are no such record
 */
export function decodeRecord(payload: Buffer): CallRecord {
  const value: unknown = JSON.parse(payload.toString());
  if (!Array.isArray(value)) return parseNamedRecord(value);
  if (value[0] !== FORMAT) throw new Error(`a record of format ${String(value[0])}, which this version does not know`);
  return unpackCall(value as PackedCall);
}

// By places: taking an array apart by a pattern goes through its iterator, which took longer than reading the JSON.
function unpackCall(packed: PackedCall): CallRecord {
  return {
    id: packed[1], teamId: packed[2], startedAtMs: packed[3], profileVersionId: packed[4], profileSlug: packed[5], apiKeyId: packed[6],
    memberId: packed[7], requestedModel: packed[8], stream: packed[9], outcome: packed[10], cause: packed[11], httpStatus: packed[12],
    servedTier: packed[13], servedEndpoint: packed[14], planPosition: packed[15], rescued: packed[16],
    plan: packed[17].map(unpackPlanEntry), tags: packed[18], primaryCostPico: pico(packed[19]), baselineCostPico: pico(packed[20]),
    firstTokenMs: packed[21], totalMs: packed[22], overheadUs: packed[23], attempts: packed[24].map(unpackAttempt),
  };
}

function unpackPlanEntry(packed: PackedPlanEntry): PlanEntry {
  return {
    endpoint: packed[0], tier: packed[1], kept: packed[2], reason: packed[3], drop: packed[4], expectedCostUsd: packed[5],
    expectedMs: packed[6],
  };
}

function unpackAttempt(packed: PackedAttempt): AttemptRecord {
  const usage = packed[14];
  const classes = packed[18];
  return {
    id: packed[0], startedAtMs: packed[1], number: packed[2], tier: packed[3], retry: packed[4], endpointId: packed[5], endpoint: packed[6],
    provider: packed[7], outcome: packed[8], cause: packed[9], httpStatus: packed[10], connectMs: packed[11], firstTokenMs: packed[12],
    totalMs: packed[13], usage: usage && unpackUsage(usage), priceId: packed[15], priceStep: packed[16], costPico: pico(packed[17]),
    classes: classes && unpackClasses(classes), basis: packed[19], detail: packed[20],
    listPrice: packed[21] == null ? null : { id: packed[21], step: packed[22] ?? 0 },
    ...(packed[23] === undefined ? {} : { heldPico: BigInt(packed[23]) }),
  };
}

function unpackUsage(packed: PackedUsage): Usage {
  return { input: packed[0], cachedInput: packed[1], cacheWrite5m: packed[2], cacheWrite1h: packed[3], output: packed[4], reasoning: packed[5] };
}

const ZERO = { units: 0, costPico: 0n };

function unpackClasses(packed: PackedClasses): ClassAmounts {
  const classes: ClassAmounts = {
    input: ZERO, cachedInput: ZERO, cacheWrite5m: ZERO, cacheWrite1h: ZERO, output: ZERO, reasoning: ZERO, perRequest: ZERO,
  };
  for (let at = 0; at < packed.length; at += 3) {
    const name = CLASSES[packed[at] as number];
    if (name) classes[name] = { units: packed[at + 1] as number, costPico: BigInt(packed[at + 2] as string) };
  }
  return classes;
}

function pico(value: Digits): bigint | null {
  return value === null ? null : BigInt(value);
}
