import { type Db, ONE_MOMENT } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import { computeFigures, type Figures } from "./overview";
import { type AttemptRow, ATTEMPT_SUMS, type CallRow, CALL_SUMS, listRollupRows, type Raw, readAttemptRow, readCallRow } from "./rollup-rows";
import type { Scope } from "./scope";

/** What each profile of a scope adds up to, by its id. A profile without a call in it is absent. */
export async function listProfileFigures(db: Db, scope: Scope): Promise<Map<string, Figures>> {
  const { attempts, calls } = await listRollupRows(db, scope, [scope.range.from]);
  return figuresByProfile(attempts, calls);
}

/** What each version adds up to over its whole life, by its id. A version that served no call is absent. */
export async function listVersionFigures(db: Db, teamId: string, versionIds: readonly string[]): Promise<Map<string, Figures>> {
  if (versionIds.length === 0) return new Map();
  // Sums of days alone: those of the other units are of the same attempts. Each version is a group of its own.
  const isAsked = Prisma.sql`
    r.team_id = ${teamId}::uuid AND r.unit = 'day' AND r.profile_version_id = ANY(${[...versionIds]}::uuid[])
    GROUP BY r.profile_version_id`;
  const [attempts, calls] = await db.$transaction([
    db.$queryRaw<Raw<AttemptRow>[]>`
      SELECT 0 AS slot, r.profile_version_id::text AS "profileId", ${ATTEMPT_SUMS}
      FROM endpoint_sums r WHERE ${isAsked}, r.endpoint_id`,
    db.$queryRaw<Raw<CallRow>[]>`
      SELECT 0 AS slot, r.profile_version_id::text AS "profileId", r.outcome AS outcome, ${CALL_SUMS}
      FROM outcome_sums r WHERE ${isAsked}, r.outcome`,
  ], ONE_MOMENT);
  return figuresByProfile(attempts.map(readAttemptRow), calls.map(readCallRow));
}

function figuresByProfile(attempts: readonly AttemptRow[], calls: readonly CallRow[]): Map<string, Figures> {
  const ids = new Set([...attempts, ...calls].map(({ profileId }) => profileId));
  const of = <Row extends { profileId: string }>(rows: readonly Row[], id: string) => rows.filter(({ profileId }) => profileId === id);
  return new Map([...ids].map((id) => [id, computeFigures(of(attempts, id), of(calls, id))]));
}
