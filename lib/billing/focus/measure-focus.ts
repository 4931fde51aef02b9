import type { Db } from "@/lib/db";
import { cellsOf, type Conformance, FocusCheck } from "./check-focus";
import { type ExceptionSum, sumExceptions } from "./exceptions";
import type { FocusVersion } from "./focus-version";
import { billingPeriodOf, readCharges } from "./render-focus";

/** How a month's export stands against the specification. */
export type FocusMeasure = {
  conformance: Conformance;
  /** There are more rows than were looked at. */
  isCut: boolean;
  /** Sum of ContractedCost of the rows that were looked at. */
  contractedPico: bigint;
  exceptions: ExceptionSum;
};

/** What a page checks while somebody waits for it: a few tenths of a second. */
const MOST_CHECKED = 2_000;

/** Holds the first rows of a UTC month against every rule. */
export async function measureFocus(db: Db, { teamId, month, version, now }: { teamId: string; month: string; version: FocusVersion; now: Date }): Promise<FocusMeasure> {
  const check = new FocusCheck(version);
  let [rows, contractedPico, isCut] = [0, 0n, false];
  for await (const charge of readCharges(db, teamId, month, now)) {
    if (rows === MOST_CHECKED) {
      isCut = true;
      break;
    }
    rows += 1;
    contractedPico += charge.contractedPico;
    check.add(cellsOf(charge, version));
  }
  return { conformance: check.end(), isCut, contractedPico, exceptions: await sumExceptions(db, teamId, billingPeriodOf(month)) };
}
