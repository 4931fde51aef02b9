import { providerOf } from "@/lib/core/endpoint-name";
import { formatUsdExact } from "@/lib/core/money";
import type { Range } from "@/lib/core/period";
import { type Ratio, multiply, ratio, roundRatio } from "@/lib/core/ratio";
import type { Transaction } from "@/lib/db";
import type { FocusCorrection } from "./focus-corrections";
import type { FocusNames } from "./focus-names";
import type { HourOfUsage } from "./read-usage";

/** Attempts that are in no charge since nobody knows what they cost: of an hour, or of a month whose file was frozen before they came. */
export type Exception = {
  period: Range;
  endpoint: string;
  profile: string;
  keyId: string;
  tier: number | null;
  outcome: string | null;
  cause: string | null;
  /** Negative where they were told here and are part of a later version of their month after all. */
  attempts: number;
  estimatePico: bigint | null;
  correctionId: string | null;
};

/** What attempts at an endpoint of known, non-zero cost came to in a month, and how many have an unknown one. As plain data. */
export type EndpointCosts = { endpointId: string; attempts: string; costPico: string; unknown: string };

export function listEndpointCosts(db: Transaction, teamId: string, { from, to }: Range): Promise<EndpointCosts[]> {
  return db.$queryRaw<EndpointCosts[]>`
    SELECT endpoint_id::text AS "endpointId", coalesce(sum(attempts) FILTER (WHERE basis <> 'unknown' AND cost_pico > 0), 0)::text AS attempts,
      coalesce(sum(cost_pico) FILTER (WHERE basis <> 'unknown'), 0)::text AS "costPico", coalesce(sum(attempts) FILTER (WHERE basis = 'unknown'), 0)::text AS unknown
    FROM attempt_rollup_days
    WHERE team_id = ${teamId}::uuid AND bucket >= ${from} AND bucket < ${to} GROUP BY 1 ORDER BY 1`;
}

/** The mean by endpoint, where it has one. */
export function meansOf(costs: readonly EndpointCosts[]): Map<string, Ratio> {
  return new Map(costs.flatMap(({ endpointId, attempts, costPico }) => (attempts === "0" ? [] : [[endpointId, ratio(BigInt(costPico), BigInt(attempts))]])));
}

const HOUR_MS = 3_600_000;

/** Its attempts at the mean of their endpoint, to the pico; without an estimate where that has none. */
export function exceptionOfHour({ hour, endpointId, endpoint, profileVersionId, keyId, tier, outcome, cause, attempts }: HourOfUsage, means: ReadonlyMap<string, Ratio>, names: FocusNames): Exception {
  const period = { from: hour, to: new Date(hour.getTime() + HOUR_MS) };
  const profile = names.profile(profileVersionId).slug;
  return { period, endpoint, profile, keyId, tier, outcome, cause: cause || null, attempts, estimatePico: estimate(means.get(endpointId), attempts), correctionId: null };
}

/** The same of what came late; nothing where all of it is known. */
export function exceptionOfCorrection({ id, from, to, endpoint, profile, keyId, unknown }: FocusCorrection, means: ReadonlyMap<string, Ratio>): Exception[] {
  if (!unknown) return [];
  const { attempts, endpointId } = unknown;
  const period = { from: new Date(from), to: new Date(to) };
  return [{ period, endpoint, profile, keyId, tier: null, outcome: null, cause: null, attempts, estimatePico: estimate(means.get(endpointId), attempts), correctionId: id }];
}

function estimate(mean: Ratio | undefined, attempts: number): bigint | null {
  return mean ? roundRatio(multiply(mean, ratio(BigInt(attempts))), 0, "half-even") : null;
}

/** What of a month is in no charge: how many attempts, at what estimate, and how many of them have none. */
export type ExceptionSum = { attempts: number; estimatePico: bigint; withoutEstimate: number };

export function sumExceptions(costs: readonly EndpointCosts[], corrections: readonly FocusCorrection[]): ExceptionSum {
  const means = meansOf(costs);
  const sum: ExceptionSum = { attempts: 0, estimatePico: 0n, withoutEstimate: 0 };
  const counted = [...costs.map(({ endpointId, unknown }) => ({ endpointId, attempts: Number(unknown) })), ...corrections.flatMap(({ unknown }) => unknown ?? [])];
  for (const { endpointId, attempts } of counted) {
    const pico = estimate(means.get(endpointId), attempts);
    sum.attempts += attempts;
    sum.estimatePico += pico ?? 0n;
    if (pico === null) sum.withoutEstimate += attempts;
  }
  return sum;
}

type ExceptionColumn = { name: string; value: (exception: Exception, names: FocusNames) => string | null };

const instant = (at: Date) => `${at.toISOString().slice(0, 19)}Z`;

export const EXCEPTION_COLUMNS: readonly ExceptionColumn[] = [
  { name: "ChargePeriodStart", value: ({ period }) => instant(period.from) },
  { name: "ChargePeriodEnd", value: ({ period }) => instant(period.to) },
  { name: "ServiceProviderName", value: ({ endpoint }, names) => names.seller(providerOf(endpoint)).name },
  { name: "x_Endpoint", value: ({ endpoint }) => endpoint },
  { name: "x_Profile", value: ({ profile }) => profile },
  { name: "x_FallbackTier", value: ({ tier }) => tier === null ? null : String(tier) },
  { name: "x_ApiKeyId", value: ({ keyId }) => keyId },
  { name: "x_ApiKeyName", value: ({ keyId }, names) => names.key(keyId) },
  { name: "x_AttemptOutcome", value: ({ outcome }) => outcome },
  { name: "x_WasteCause", value: ({ cause }) => cause },
  { name: "x_Attempts", value: ({ attempts }) => String(attempts) },
  { name: "x_EstimatedCost", value: ({ estimatePico }) => estimatePico === null ? null : formatUsdExact(estimatePico) },
  { name: "x_EstimateMethod", value: ({ estimatePico }) => estimatePico === null ? null : "mean known cost of an attempt at the endpoint in the billed month" },
  { name: "x_CorrectionId", value: ({ correctionId }) => correctionId },
];
