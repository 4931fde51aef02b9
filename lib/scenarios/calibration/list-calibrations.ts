import { type Member, requirePermission } from "@/lib/accounts/member";
import type { Db } from "@/lib/db";
import { countClientFaults } from "@/lib/reports/client-faults";
import { listVersionFigures } from "@/lib/reports/version-figures";
import { answerSchema } from "../answer-schema";
import { comparePrediction, type Comparison } from "./compare-prediction";

/** A version that was published from the sandbox. */
export type Calibration = Comparison & { /** Its slug. */ profile: string; version: number; madeAt: Date };

/** What is looked at of a prediction: one that was kept before other fields were there is as good. */
const predictedSchema = answerSchema.pick({ availability: true, warcUsdPerMillion: true, effectiveUsdPerMillion: true, intervals: true, tiers: true });

/** More than anybody compares. */
const MAX_VERSIONS = 20;

const CALIBRATED = { profileVersionId: true, answer: true, madeAt: true, version: { select: { version: true, profile: { select: { slug: true } } } } } as const;

type PredictionRow = { profileVersionId: string; answer: unknown; madeAt: Date; version: { version: number; profile: { slug: string } } };

/**
 * What was predicted of a profile's versions beside what happened, latest first; versions of which nothing was predicted
 * are absent.
 * @throws NotAllowedError
 */
export async function listCalibrations(db: Db, member: Member, slug: string): Promise<Calibration[]> {
  requirePermission(member, "read the ledger");
  const { teamId } = member;
  const rows = await db.prediction.findMany({
    where: { teamId, version: { profile: { slug } } },
    select: CALIBRATED,
    orderBy: { version: { version: "desc" } },
    take: MAX_VERSIONS,
  });
  return compareRows(db, teamId, rows);
}

/**
 * The version published last with a prediction, of one profile or (null) of all of the team; null where there is none.
 * @throws NotAllowedError
 */
export async function findLatestCalibration(db: Db, member: Member, slug: string | null): Promise<Calibration | null> {
  requirePermission(member, "read the ledger");
  const { teamId } = member;
  // Ids are made in the order of time: the table's own key finds the last one.
  const row = await db.prediction.findFirst({
    where: { teamId, ...(slug !== null && { version: { profile: { slug } } }) },
    select: CALIBRATED,
    orderBy: { profileVersionId: "desc" },
  });
  const [latest = null] = row ? await compareRows(db, teamId, [row]) : [];
  return latest;
}

async function compareRows(db: Db, teamId: string, rows: readonly PredictionRow[]): Promise<Calibration[]> {
  const ids = rows.map(({ profileVersionId }) => profileVersionId);
  const since = new Date(Math.min(...rows.map(({ madeAt }) => madeAt.getTime())));
  // Before the figures: of more calls than they have, more would be left out than there are.
  const faults = rows.length === 0 ? new Map<string, number>() : await countClientFaults(db, teamId, ids, since);
  const figures = await listVersionFigures(db, teamId, ids);
  return rows.flatMap(({ profileVersionId, answer, madeAt, version: { version, profile } }): Calibration[] => {
    // One of another version of this program may say something else.
    const { success, data } = predictedSchema.safeParse(answer);
    return success ? [{ profile: profile.slug, version, madeAt, ...comparePrediction(data, figures.get(profileVersionId) ?? null, faults.get(profileVersionId) ?? 0) }] : [];
  });
}
