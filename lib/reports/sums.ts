import { Prisma } from "@/prisma/generated/client";
import type { Stretch } from "./stretches";

/** The ledger's sums that pages are made of, by unit: attempts by endpoint, calls by outcome, by tag and how long they took, within a profile. */
export type SumTable = "endpoint_sums" | "outcome_sums" | "latency_rollups" | "tag_rollups";

/**
 * For a FROM: the rows of a team's stretches as `r`. Each stretch is a look-up of its own (OFFSET 0): the planner cannot
 * know how little of the table they are, and would read all of it.
 * @param versionIds of profiles; null for all
 */
export function sumsIn(table: SumTable, teamId: string, stretches: readonly Stretch[], versionIds: readonly string[] | null): Prisma.Sql {
  const isIncluded = versionIds === null ? Prisma.sql`TRUE` : Prisma.sql`s.profile_version_id = ANY(${versionIds}::uuid[])`;
  const units = stretches.map(({ unit }) => unit);
  const [starts, stops] = [stretches.map(({ from }) => from.toISOString()), stretches.map(({ to }) => to.toISOString())];
  return Prisma.sql`
    unnest(${units}::text[], ${starts}::timestamptz[], ${stops}::timestamptz[]) AS stretch (unit, start, stop)
    CROSS JOIN LATERAL (
      SELECT * FROM ${Prisma.raw(table)} s
      WHERE s.team_id = ${teamId}::uuid AND s.unit = stretch.unit AND s.bucket >= stretch.start AND s.bucket < stretch.stop
        AND ${isIncluded}
      OFFSET 0
    ) r`;
}
