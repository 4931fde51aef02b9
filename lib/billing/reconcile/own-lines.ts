import { type Month, monthRange } from "@/lib/core/month";
import type { Db } from "@/lib/db";
import { INVOICE_CLASSES } from "./invoice-line";
import type { OwnLine } from "./compare-invoice";

/** What the ledger has of a provider's UTC month, and how many attempts of each day have no known cost. */
export async function listOwnLines(db: Db, teamId: string, provider: string, month: Month): Promise<{ own: OwnLine[]; unknownByDay: Map<string, number> }> {
  const { from, to } = monthRange(month, "UTC");
  const rows = await db.$queryRaw<({ day: string; endpoint: string; upstreamModel: string | null; unknown: number } & Record<string, string>)[]>`
    SELECT to_char(r.bucket AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, r.endpoint, max(e.upstream_model) AS "upstreamModel",
      coalesce(sum(r.attempts) FILTER (WHERE r.basis = 'unknown'), 0)::float8 AS unknown,
      sum(r.input_units)::text AS "inputUnits", sum(r.input_cost_pico)::text AS "inputCost",
      sum(r.cached_input_units)::text AS "cachedInputUnits", sum(r.cached_input_cost_pico)::text AS "cachedInputCost",
      sum(r.cache_write_5m_units)::text AS "cacheWrite5mUnits", sum(r.cache_write_5m_cost_pico)::text AS "cacheWrite5mCost",
      sum(r.cache_write_1h_units)::text AS "cacheWrite1hUnits", sum(r.cache_write_1h_cost_pico)::text AS "cacheWrite1hCost",
      sum(r.output_units)::text AS "outputUnits", sum(r.output_cost_pico)::text AS "outputCost",
      sum(r.reasoning_units)::text AS "reasoningUnits", sum(r.reasoning_cost_pico)::text AS "reasoningCost",
      sum(r.request_units)::text AS "perRequestUnits", sum(r.request_cost_pico)::text AS "perRequestCost"
    FROM attempt_rollup_days r LEFT JOIN endpoints e ON e.team_id = r.team_id AND e.id = r.endpoint_id
    WHERE r.team_id = ${teamId}::uuid AND r.bucket >= ${from} AND r.bucket < ${to} AND split_part(r.endpoint, '/', 1) = ${provider}
    GROUP BY 1, 2`;
  const unknownByDay = new Map<string, number>();
  const own = rows.flatMap((row): OwnLine[] => {
    if (row.unknown > 0) unknownByDay.set(row.day, (unknownByDay.get(row.day) ?? 0) + row.unknown);
    const model = row.endpoint.slice(provider.length + 1);
    return INVOICE_CLASSES.map((name) => ({
      day: row.day, model, upstreamModel: row.upstreamModel ?? model, class: name, tokens: BigInt(row[`${name}Units`] ?? 0), amountPico: BigInt(row[`${name}Cost`] ?? 0),
    })).filter((line) => line.amountPico !== 0n || (line.tokens !== 0n && line.class !== "perRequest"));
  });
  return { own, unknownByDay };
}
