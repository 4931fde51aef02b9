import { providerOf } from "@/lib/core/endpoint-name";
import { formatUsdExact } from "@/lib/core/money";
import type { Range } from "@/lib/core/period";
import { type Ratio, multiply, ratio, roundRatio } from "@/lib/core/ratio";
import type { Db } from "@/lib/db";
import type { FocusNames } from "./focus-names";
import type { HourOfUsage } from "./read-usage";

/** Attempts of an hour that are in no charge since nobody knows what they cost. */
export type Exception = { hour: HourOfUsage; estimatePico: bigint | null };

/** What an attempt at each endpoint came to on average in the month, of those that cost something known. */
export async function listMeanCosts(db: Db, teamId: string, { from, to }: Range): Promise<Map<string, Ratio>> {
  const rows = await db.$queryRaw<{ endpointId: string; attempts: string; costPico: string }[]>`
    SELECT endpoint_id::text AS "endpointId", sum(attempts)::text AS attempts, sum(cost_pico)::text AS "costPico" FROM attempt_rollup_days
    WHERE team_id = ${teamId}::uuid AND bucket >= ${from} AND bucket < ${to} AND basis <> 'unknown' AND cost_pico > 0 GROUP BY 1`;
  return new Map(rows.map(({ endpointId, attempts, costPico }) => [endpointId, ratio(BigInt(costPico), BigInt(attempts))]));
}

/** Its attempts at the mean of their endpoint, to the pico; null where that has none. */
export function toException(hour: HourOfUsage, means: ReadonlyMap<string, Ratio>): Exception {
  const mean = means.get(hour.endpointId);
  return { hour, estimatePico: mean ? roundRatio(multiply(mean, ratio(BigInt(hour.attempts))), 0, "half-even") : null };
}

/** What of a month is in no charge: how many attempts, at what estimate, and how many of them have none. */
export type ExceptionSum = { attempts: number; estimatePico: bigint; withoutEstimate: number };

export async function sumExceptions(db: Db, teamId: string, range: Range): Promise<ExceptionSum> {
  const means = await listMeanCosts(db, teamId, range);
  const rows = await db.$queryRaw<{ endpointId: string; attempts: string }[]>`
    SELECT endpoint_id::text AS "endpointId", sum(attempts)::text AS attempts FROM attempt_rollup_days
    WHERE team_id = ${teamId}::uuid AND bucket >= ${range.from} AND bucket < ${range.to} AND basis = 'unknown' GROUP BY 1`;
  const sum: ExceptionSum = { attempts: 0, estimatePico: 0n, withoutEstimate: 0 };
  for (const { endpointId, attempts } of rows) {
    const mean = means.get(endpointId);
    sum.attempts += Number(attempts);
    if (mean) sum.estimatePico += roundRatio(multiply(mean, ratio(BigInt(attempts))), 0, "half-even");
    else sum.withoutEstimate += Number(attempts);
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
