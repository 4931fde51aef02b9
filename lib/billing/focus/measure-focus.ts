import { cellsOf, type Conformance, FocusCheck } from "./check-focus";
import { type ExceptionSum, sumExceptions } from "./exceptions";
import type { FocusSource } from "./focus-source";
import type { FocusVersion } from "./focus-version";
import { readCharges } from "./render-focus";

/** How a month's export stands against the specification. */
export type FocusMeasure = {
  conformance: Conformance;
  /** Where time ran out: how much of the month was looked at, up to which moment in UTC. */
  cut: { share: number; until: Date } | null;
  /** Sum of ContractedCost of the rows that were looked at. */
  contractedPico: bigint;
  exceptions: ExceptionSum;
};

/** A panel waits 15 s. A row takes about 60 microseconds: this is some 150,000 rows. */
const MOST_MS = 9_000;
/** Others are served meanwhile. */
const ROWS_AT_ONCE = 200;

/**
 * Holds the rows of a UTC month against every rule, one after the other: no more than a few hours of them are in memory.
 * @param elapsedMs since it began; rows that come after nine seconds are not looked at, and are said to be left
 */
export async function measureFocus(source: FocusSource, version: FocusVersion, elapsedMs: () => number): Promise<FocusMeasure> {
  const { billing: { from, to }, head } = source;
  const check = new FocusCheck(version);
  let [rows, contractedPico, cut] = [0, 0n, null as FocusMeasure["cut"]];
  for await (const charge of readCharges(source)) {
    if (rows % ROWS_AT_ONCE === 0) {
      await new Promise<void>((resolve) => { setImmediate(resolve); });
      if (elapsedMs() > MOST_MS) {
        const until = charge.correctionId === null ? charge.period.from : to;
        cut = { share: (until.getTime() - from.getTime()) / (to.getTime() - from.getTime()), until };
        break;
      }
    }
    rows += 1;
    contractedPico += charge.contractedPico;
    check.add(cellsOf(charge, version));
  }
  return { conformance: check.end(), cut, contractedPico, exceptions: sumExceptions(head.costs, head.corrections) };
}
