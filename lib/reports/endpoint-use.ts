import { type Mix, mixOf } from "@/lib/core/price-mix";
import { UNIT_CLASSES, type UnitClass } from "@/lib/core/usage";
import type { Db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import { listDaysAndQuarters, rollupsIn } from "./day-rollups";
import type { Scope } from "./scope";

/** What a team had of an endpoint. */
export type EndpointUse = {
  attempts: number;
  served: number;
  /** Of the served ones: of unknown cost, whose tokens are in no sum. */
  unknown: number;
  /** Of its served attempts of known price. */
  mix: Mix;
};

const served = (column: string) => Prisma.sql`coalesce(sum(r.${Prisma.raw(column)}) FILTER (WHERE r.outcome = 'served'), 0)::text`;

type RawUse = Record<UnitClass | "endpointId" | "attempts" | "served" | "unknown" | "requests", string>;

/** By the endpoint's id, exactly: whole UTC days from the rollup of days, what is left from that of quarter-hours. */
export async function listEndpointUse(db: Db, { teamId, range, versionIds }: Scope): Promise<Map<string, EndpointUse>> {
  const rows = { table: "attempt_rollups", teamId, stretches: listDaysAndQuarters(range, []), versionIds, condition: Prisma.sql`TRUE` } as const;
  const found = await db.$queryRaw<RawUse[]>`
    SELECT r.endpoint_id::text AS "endpointId", sum(r.attempts)::text AS attempts, ${served("attempts")} AS served,
      coalesce(sum(r.attempts) FILTER (WHERE r.outcome = 'served' AND r.basis = 'unknown'), 0)::text AS unknown,
      ${served("input_units")} AS input, ${served("cached_input_units")} AS "cachedInput",
      ${served("cache_write_5m_units")} AS "cacheWrite5m", ${served("cache_write_1h_units")} AS "cacheWrite1h",
      ${served("output_units")} AS output, ${served("reasoning_units")} AS reasoning, ${served("request_units")} AS requests
    FROM ${rollupsIn(rows)} GROUP BY 1`;
  return new Map(found.map((row) => {
    const units = Object.fromEntries(UNIT_CLASSES.map((name) => [name, BigInt(row[name])])) as Record<UnitClass, bigint>;
    return [row.endpointId, { attempts: Number(row.attempts), served: Number(row.served), unknown: Number(row.unknown), mix: mixOf(units, BigInt(row.requests)) }];
  }));
}
