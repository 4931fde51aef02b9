import { providerOf } from "@/lib/core/endpoint-name";
import type { Cause } from "@/lib/core/outcome";
import { bucketStarts } from "@/lib/core/period";
import { NIL_ID } from "@/lib/core/profile";
import type { Db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import { chartUnit } from "./overview";
import type { Scope } from "./scope";
import { listStretches } from "./stretches";
import { sumsIn } from "./sums";
import { listDaysAndQuarters, rollupsIn } from "./day-rollups";

/** What failed attempts add up to. Amounts are the known ones; `unknown` counts the others. */
export type WasteSums = {
  failed: number;
  /** Of them, those whose usage was charged at a price: a refusal owes nothing. */
  billed: number;
  /** By how sure their amount is; they add up to `failed`. */
  reported: number;
  estimated: number;
  unknown: number;
  costPico: bigint;
  /** The part of it that is estimated. */
  estimatedPico: bigint;
};

/** Failed attempts of one cause at one endpoint in one slot of the range. */
export type WasteRow = WasteSums & { slot: number; endpoint: string; provider: string; cause: Cause };

export type Waste = {
  unit: "hour" | "day";
  slots: { start: Date; end: Date }[];
  /** Every part and every total of a page is made of these. */
  rows: WasteRow[];
  /** Attempts of the range, however they ended. */
  attempts: number;
};

/** The failed attempts of a scope over time, by cause and endpoint, from rollups alone. Grain: attempts, by their call's start. */
export async function getWaste(db: Db, scope: Scope): Promise<Waste> {
  const unit = chartUnit(scope.range);
  const starts = bucketStarts(scope.range, unit, scope.zone);
  const [rows, attempts] = await Promise.all([listWasteRows(db, scope, starts), countAttempts(db, scope)]);
  const slots = starts.map((start, index) => ({ start, end: starts[index + 1] ?? scope.range.to }));
  return { unit, slots, rows, attempts };
}

export const NO_WASTE: WasteSums = {
  failed: 0, billed: 0, reported: 0, estimated: 0, unknown: 0, costPico: 0n, estimatedPico: 0n,
};

export function addWaste(rows: readonly WasteSums[]): WasteSums {
  return rows.reduce((sum, row) => ({
    failed: sum.failed + row.failed,
    billed: sum.billed + row.billed,
    reported: sum.reported + row.reported,
    estimated: sum.estimated + row.estimated,
    unknown: sum.unknown + row.unknown,
    costPico: sum.costPico + row.costPico,
    estimatedPico: sum.estimatedPico + row.estimatedPico,
  }), NO_WASTE);
}

type RawRow = { slot: number; endpoint: string; cause: Cause } & Record<keyof WasteSums, string>;

async function listWasteRows(db: Db, { teamId, range, versionIds }: Scope, starts: readonly Date[]): Promise<WasteRow[]> {
  const rows = await db.$queryRaw<RawRow[]>`
    SELECT width_bucket(r.bucket, ${starts.map((start) => start.toISOString())}::timestamptz[]) - 1 AS slot, r.endpoint, r.cause,
      sum(r.attempts)::text AS failed,
      coalesce(sum(r.attempts) FILTER (WHERE r.price_id <> ${NIL_ID}::uuid), 0)::text AS billed,
      coalesce(sum(r.attempts) FILTER (WHERE r.basis = 'reported'), 0)::text AS reported,
      coalesce(sum(r.attempts) FILTER (WHERE r.basis = 'estimated'), 0)::text AS estimated,
      coalesce(sum(r.attempts) FILTER (WHERE r.basis = 'unknown'), 0)::text AS unknown,
      sum(r.cost_pico)::text AS "costPico",
      coalesce(sum(r.cost_pico) FILTER (WHERE r.basis = 'estimated'), 0)::text AS "estimatedPico"
    FROM ${rollupsIn({
      table: "attempt_rollups", teamId, versionIds,
      stretches: listDaysAndQuarters(range, starts),
      condition: Prisma.sql`s.outcome = 'failed'`,
    })}
    GROUP BY 1, 2, 3`;
  return rows.map(readRow);
}

/** Sums are `numeric` and come as text: a double would round them. */
function readRow({ slot, endpoint, cause, ...sums }: RawRow): WasteRow {
  return {
    slot, endpoint, cause,
    provider: providerOf(endpoint),
    failed: Number(sums.failed),
    billed: Number(sums.billed),
    reported: Number(sums.reported),
    estimated: Number(sums.estimated),
    unknown: Number(sums.unknown),
    costPico: BigInt(sums.costPico),
    estimatedPico: BigInt(sums.estimatedPico),
  };
}

async function countAttempts(db: Db, { teamId, range, versionIds }: Scope): Promise<number> {
  const [counted] = await db.$queryRaw<{ attempts: string }[]>`
    SELECT coalesce(sum(r.attempts), 0)::text AS attempts
    FROM ${sumsIn("endpoint_sums", teamId, listStretches(range, []), versionIds)}`;
  return Number(counted?.attempts ?? 0);
}
