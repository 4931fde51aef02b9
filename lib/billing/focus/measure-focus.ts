import { cellsOf, type Conformance, FocusCheck } from "./check-focus";
import { type ExceptionSum, sumExceptions } from "./exceptions";
import type { FocusSource } from "./focus-source";
import type { FocusVersion } from "./focus-version";
import { readCharges } from "./render-focus";

/** How a month's export stands against the specification. */
export type FocusMeasure = {
  conformance: Conformance;
  /** There are more rows than were looked at. */
  isCut: boolean;
  /** Sum of ContractedCost of the rows that were looked at. */
  contractedPico: bigint;
  exceptions: ExceptionSum;
};

/** What a page checks while somebody waits for it: a row takes a tenth of a millisecond, so this is a second. */
const MOST_CHECKED = 10_000;

/** Holds the first rows of a UTC month against every rule. */
export async function measureFocus(source: FocusSource, version: FocusVersion): Promise<FocusMeasure> {
  const check = new FocusCheck(version);
  let [rows, contractedPico, isCut] = [0, 0n, false];
  for await (const charge of readCharges(source)) {
    if (rows === MOST_CHECKED) {
      isCut = true;
      break;
    }
    rows += 1;
    contractedPico += charge.contractedPico;
    check.add(cellsOf(charge, version));
  }
  return { conformance: check.end(), isCut, contractedPico, exceptions: sumExceptions(source.head.costs, source.head.corrections) };
}
