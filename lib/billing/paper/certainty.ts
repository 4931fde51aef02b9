import { percent, toLength } from "@/lib/core/chart/geometry";
import { formatUsdTerm, formatUsdTotal, parseUsdExact, PICO_PER_USD, type Pico } from "@/lib/core/money";
import type { PaperSteps, PaperText } from "@/lib/core/paper";
import { ratio } from "@/lib/core/ratio";
import { availability } from "@/lib/core/text/availability";
import { plural } from "@/lib/core/text/counts";
import { showSum } from "@/lib/core/text/shown-sum";
import type { MonthReport } from "../month-report";
import { shareOf } from "./cells";

/** Served, waste and what clients left add up to the cost; corrections come beside it. */
export function prepareSum({ total, correctionsUsd }: MonthReport): PaperSteps {
  const corrections = parseUsdExact(correctionsUsd);
  const parts: { label: string; pico: Pico }[] = [
    { label: "Served calls", pico: parseUsdExact(total.servedUsd) },
    { label: "Failed attempts (waste)", pico: parseUsdExact(total.wasteUsd) },
    { label: "Aborted by the client", pico: parseUsdExact(total.abortedUsd) },
    ...(corrections === 0n ? [] : [{ label: "Corrections of closed months", pico: corrections }]),
  ];
  const shown = showSum(parts.map(({ pico }) => ratio(pico, PICO_PER_USD)));
  let sum = 0;
  const sums = parts.map(({ pico }) => (sum += toLength(ratio(pico, PICO_PER_USD))));
  const whole = Math.max(...sums, 0);
  const name = corrections === 0n ? "Cost" : "Cost and corrections";
  const rows = parts.map(({ label }, index): PaperSteps["rows"][number] => {
    const [from, to] = [index === 0 ? 0 : (sums[index - 1] as number), sums[index] as number];
    return { label, value: shown[index]?.term ?? "", kind: to < from ? "less" : "part", x: percent(Math.max(0, Math.min(from, to)), whole), width: percent(Math.abs(to - from), whole) };
  });
  const all = shown.at(-1)?.total ?? formatUsdTerm(ratio(0n), 2);
  rows.push({ label: name, value: all, kind: "total", x: 0, width: percent(sum, whole) });
  return { kind: "steps", title: "How the cost adds up", rows, equation: `${parts.map(({ label }, index) => `${label} ${shown[index]?.term ?? ""}`).join(", ")} = ${all}` };
}

/** "99.2% of attempts have a known cost." and what follows from it; first on the cover, and whole among the exceptions. */
export function describeCertainty({ certainty, total }: Pick<MonthReport, "certainty" | "total">): string[] {
  const { reportedUsd, estimatedUsd, unknownAttempts, lowUsd, highUsd } = certainty;
  if (total.attempts === 0) return ["Nothing was called, so nothing is unknown."];
  const usd = (text: string) => formatUsdTotal(parseUsdExact(text));
  return [
    `Coverage: ${availability(shareOf(total.coverageShare))} of ${plural(total.attempts, "attempt")} have a known cost.`,
    `Usage that providers reported: ${usd(reportedUsd)}. Estimated, where a stream broke or its usage could not be believed: ${usd(estimatedUsd)}.`,
    unknownAttempts === 0
      ? "No amount is unknown."
      : `${plural(unknownAttempts, "attempt")} of unknown cost: the month cost at least ${usd(lowUsd)}${highUsd === null ? ", and nobody can say how much more: an endpoint has no known attempt to go by." : ` and, with each taken at what attempts of its endpoint cost where they were dearest, about ${usd(highUsd)}.`}`,
  ];
}

export function prepareExceptions(report: MonthReport): PaperText {
  const { total } = report;
  const left = total.savings.notComparable;
  return {
    kind: "text", title: null, isNumbered: false,
    paragraphs: [
      ...describeCertainty(report),
      left === 0 ? "Every served call could be compared with its baseline, where it has one." : `${plural(left, "served call")} could not be compared with a baseline: an amount of the call, or the baseline's price, is unknown, or its profile has none. They are in the cost, and in no saving.`,
    ],
  };
}
