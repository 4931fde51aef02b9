import { type Member, requirePermission } from "@/lib/accounts/member";
import type { Db } from "@/lib/db";
import { listVersionFigures } from "@/lib/reports/version-figures";
import { answerSchema } from "../answer-schema";
import { comparePrediction, type Comparison } from "./compare-prediction";

/** A version that was published from the sandbox. */
export type Calibration = Comparison & { version: number; madeAt: Date };

/** What is looked at of a prediction: one that was kept before other fields were there is as good. */
const predictedSchema = answerSchema.pick({ availability: true, warcUsdPerMillion: true, effectiveUsdPerMillion: true, intervals: true, tiers: true });

/** More than anybody compares. */
const MAX_VERSIONS = 20;

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
    select: { profileVersionId: true, answer: true, madeAt: true, version: { select: { version: true } } },
    orderBy: { version: { version: "desc" } },
    take: MAX_VERSIONS,
  });
  const figures = await listVersionFigures(db, teamId, rows.map(({ profileVersionId }) => profileVersionId));
  return rows.flatMap(({ profileVersionId, answer, madeAt, version: { version } }): Calibration[] => {
    // One of another version of this program may say something else.
    const { success, data } = predictedSchema.safeParse(answer);
    return success ? [{ version, madeAt, ...comparePrediction(data, figures.get(profileVersionId) ?? null) }] : [];
  });
}
