import type { Range } from "@/lib/core/period";
import { Prisma } from "@/prisma/generated/client";
import { listStretches, type Stretch } from "./stretches";

/** The rollups that are kept by quarter-hour, and by UTC day in a table of its own. */
const DAY_TABLES = { attempt_rollups: "attempt_rollup_days", call_rollups: "call_rollup_days" } as const;

export type RollupTable = keyof typeof DAY_TABLES;

/**
 * Cuts a range into the fewest whole UTC days and quarter-hours so that none has a cut inside it: what `listStretches`
 * says, without the hours, which these tables do not have.
 */
export function listDaysAndQuarters(range: Range, cuts: readonly Date[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { unit, from, to } of listStretches(range, cuts)) {
    const last = stretches.at(-1);
    if (unit !== "day" && last?.unit === "quarter") last.to = to;
    else stretches.push({ unit: unit === "day" ? "day" : "quarter", from, to });
  }
  return stretches;
}

type RollupRows = {
  table: RollupTable;
  teamId: string;
  /** Of days and quarter-hours, see `listDaysAndQuarters`. */
  stretches: readonly Stretch[];
  /** Of profiles; null for all. */
  versionIds: readonly string[] | null;
  /** Which of them, in terms of `s`. */
  condition: Prisma.Sql;
};

/** For a FROM: the rows of a team's stretches as `r`, with their `unit`, each stretch a look-up of its own, as in `sumsIn`. */
export function rollupsIn(rows: RollupRows): Prisma.Sql {
  return Prisma.sql`(
    ${rowsOf(rows.table, "quarter", rows)} UNION ALL ${rowsOf(DAY_TABLES[rows.table], "day", rows)}
  ) r`;
}

function rowsOf(table: string, unit: Stretch["unit"], { teamId, stretches, versionIds, condition }: RollupRows): Prisma.Sql {
  const own = stretches.filter((stretch) => stretch.unit === unit);
  const [starts, stops] = [own.map(({ from }) => from.toISOString()), own.map(({ to }) => to.toISOString())];
  const isIncluded = versionIds === null ? Prisma.sql`TRUE` : Prisma.sql`s.profile_version_id = ANY(${versionIds}::uuid[])`;
  return Prisma.sql`
    SELECT found.*, ${unit}::text AS unit FROM unnest(${starts}::timestamptz[], ${stops}::timestamptz[]) AS stretch (start, stop)
    CROSS JOIN LATERAL (
      SELECT * FROM ${Prisma.raw(table)} s
      WHERE s.team_id = ${teamId}::uuid AND s.bucket >= stretch.start AND s.bucket < stretch.stop AND ${isIncluded} AND ${condition}
      OFFSET 0
    ) found`;
}
