import { providerOf } from "@/lib/core/endpoint-name";
import { formatUsdExact } from "@/lib/core/money";
import type { Range } from "@/lib/core/period";
import { type Ratio, multiply, ratio, roundRatio } from "@/lib/core/ratio";
import type { Transaction } from "@/lib/db";
import type { FocusNames } from "./focus-names";
import type { HourOfUsage } from "./read-usage";

/** Attempts of an hour that are in no charge since nobody knows what they cost. */
export type Exception = { hour: HourOfUsage; estimatePico: bigint | null };

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

/** Its attempts at the mean of their endpoint, to the pico; null where that has none. */
export function toException(hour: HourOfUsage, means: ReadonlyMap<string, Ratio>): Exception {
  return { hour, estimatePico: estimate(means.get(hour.endpointId), BigInt(hour.attempts)) };
}

function estimate(mean: Ratio | undefined, attempts: bigint): bigint | null {
  return mean ? roundRatio(multiply(mean, ratio(attempts)), 0, "half-even") : null;
}

/** What of a month is in no charge: how many attempts, at what estimate, and how many of them have none. */
export type ExceptionSum = { attempts: number; estimatePico: bigint; withoutEstimate: number };

export function sumExceptions(costs: readonly EndpointCosts[]): ExceptionSum {
  const means = meansOf(costs);
  const sum: ExceptionSum = { attempts: 0, estimatePico: 0n, withoutEstimate: 0 };
  for (const { endpointId, unknown } of costs) {
    const pico = estimate(means.get(endpointId), BigInt(unknown));
    sum.attempts += Number(unknown);
    sum.estimatePico += pico ?? 0n;
    if (pico === null) sum.withoutEstimate += Number(unknown);
  }
  return sum;
}

type ExceptionColumn = { name: string; value: (exception: Exception, names: FocusNames) => string | null };

const HOUR_MS = 3_600_000;
const instant = (at: Date) => `${at.toISOString().slice(0, 19)}Z`;

export const EXCEPTION_COLUMNS: readonly ExceptionColumn[] = [
  { name: "ChargePeriodStart", value: ({ hour }) => instant(hour.hour) },
  { name: "ChargePeriodEnd", value: ({ hour }) => instant(new Date(hour.hour.getTime() + HOUR_MS)) },
  { name: "ServiceProviderName", value: ({ hour }, names) => names.seller(providerOf(hour.endpoint)).name },
  { name: "x_Endpoint", value: ({ hour }) => hour.endpoint },
  { name: "x_Profile", value: ({ hour }, names) => names.profile(hour.profileVersionId).slug },
  { name: "x_FallbackTier", value: ({ hour }) => String(hour.tier) },
  { name: "x_ApiKeyId", value: ({ hour }) => hour.keyId },
  { name: "x_ApiKeyName", value: ({ hour }, names) => names.key(hour.keyId) },
  { name: "x_AttemptOutcome", value: ({ hour }) => hour.outcome },
  { name: "x_WasteCause", value: ({ hour }) => hour.cause || null },
  { name: "x_Attempts", value: ({ hour }) => String(hour.attempts) },
  { name: "x_EstimatedCost", value: ({ estimatePico }) => estimatePico === null ? null : formatUsdExact(estimatePico) },
  { name: "x_EstimateMethod", value: ({ estimatePico }) => estimatePico === null ? null : "mean known cost of an attempt at the endpoint in the month" },
];
