import { Calibration } from "@/components/sandbox/result/calibration";
import type { Member } from "@/lib/accounts/member";
import { getDb } from "@/lib/db";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { MIN_CALLS } from "@/lib/scenarios/calibration/compare-prediction";
import { listCalibrations } from "@/lib/scenarios/calibration/list-calibrations";

/** What the sandbox predicted of the profile's versions, beside what happened while they served. */
export async function CalibrationSlot({ member, slug, className }: { member: Member; slug: string; className: string }) {
  const versions = await withTimeLimit(listCalibrations(getDb(), member, slug));
  return <Calibration versions={versions} minCalls={MIN_CALLS} className={className} />;
}
