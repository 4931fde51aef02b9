import { type Ratio, compare, multiply, ratio, roundRatio } from "@/lib/core/ratio";
import { usd } from "./amounts";
import { countOf, groupBy } from "./month-lists";
import type { Certainty } from "./month-report";
import type { MonthAttempts } from "./month-rows";

/** How sure the spend of a month is: unknown amounts are not zero, so they span an interval. */
export function certaintyOf(attempts: readonly MonthAttempts[]): Certainty {
  const costOf = (basis: string) => attempts.reduce((all, row) => (row.basis === basis ? all + row.costPico : all), 0n);
  const [reportedPico, estimatedPico] = [costOf("reported"), costOf("estimated")];
  const highs = [...groupBy(attempts, ({ endpointId }) => endpointId).values()].map(highOf);
  const isBounded = highs.every((high) => high !== null);
  const addedPico = highs.reduce<bigint>((all, high) => all + (high ?? 0n), 0n);
  return {
    reportedUsd: usd(reportedPico),
    estimatedUsd: usd(estimatedPico),
    unknownAttempts: countOf(attempts, (row) => (row.basis === "unknown" ? row.attempts : 0)),
    lowUsd: usd(reportedPico + estimatedPico),
    highUsd: isBounded ? usd(reportedPico + estimatedPico + addedPico) : null,
  };
}

/** What an endpoint's unknown attempts may add; null where nothing says how much. */
function highOf(rows: readonly MonthAttempts[]): bigint | null {
  const unknown = countOf(rows, (row) => (row.basis === "unknown" ? row.attempts : 0));
  if (unknown === 0) return 0n;
  const means = rows.filter((row) => row.costPico > 0n && row.attempts > 0).map((row) => ratio(row.costPico, BigInt(row.attempts)));
  const dearest = means.reduce<Ratio | null>((most, mean) => (most && compare(most, mean) >= 0 ? most : mean), null);
  return dearest && roundRatio(multiply(dearest, ratio(BigInt(unknown))), 0, "half-even");
}
