import { ceilQuarter, floorQuarter } from "@/lib/core/period";
import { formatUsdExact } from "@/lib/core/money";
import type { Db } from "@/lib/db";
import { getOverview } from "@/lib/reports/overview";
import type { DrillResult } from "@/lib/wire/drill";
import type { DrillTally } from "./drill-tally";
import { pause } from "./gateway-client";

const TRIES = 60;
const PAUSE_MS = 150;

/** Holds what clients were told against what the ledger has under the drill, by the very report that a team's overview is. */
export async function compareBooks(db: Db, teamId: string, startedAt: Date, tally: DrillTally, signal: AbortSignal): Promise<DrillResult["books"]> {
  const read = () => getOverview(db, { teamId, range: { from: floorQuarter(startedAt), to: ceilQuarter(new Date()) }, zone: "UTC", versionIds: null });
  let { total } = await read();
  // The last calls may still be on their way from the journal.
  for (let tries = 0; tries < TRIES && total.calls.all < tally.recorded; tries += 1) {
    await pause(PAUSE_MS, signal);
    ({ total } = await read());
  }
  const inLedger = tally.servedByTier.map((_, index) => total.tiers.filter(({ tier }) => tier === index + 1).reduce((sum, { served }) => sum + served, 0));
  const isSame = total.warc.spendPico === tally.spendPico && total.calls.all === tally.recorded && String(inLedger) === String(tally.servedByTier);
  return { toldUsd: formatUsdExact(tally.spendPico), ledgerUsd: formatUsdExact(total.warc.spendPico), areEqual: isSame };
}
