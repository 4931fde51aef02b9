import { formatUsdTerm, PICO_PER_USD, type Pico, placesOfSum } from "@/lib/core/money";
import { formatPercent, ratio } from "@/lib/core/ratio";
import { NOT_APPLICABLE } from "../amounts";
import { plural } from "../counts";

/** An amount, or what it lies between. */
export type Span = { lowPico: Pico; highPico: Pico };

/** Savings and the steps from the baseline's cost to what was spent; each step is what it adds. */
export type SavingsSteps = {
  comparable: number;
  notComparable: number;
  untold: number;
  baseline: Span;
  tierChoicePico: Pico;
  cachePico: Pico;
  wastePico: Pico;
  unsplit: Span;
  unservedPico: Pico;
  actualPico: Pico;
  savings: Span | null;
};

/** Formats amounts that are shown as one sum, with as many decimals as their smallest needs. */
export type SpanFormat = { amount: (span: Span) => string; change: (span: Span) => string };

export function exactly(pico: Pico): Span {
  return { lowPico: pico, highPico: pico };
}

/** "$2.7304", "+$0.0028", "-$1.20 to -$1.10": all with the same decimals. */
export function spanFormat(steps: readonly SavingsSteps[]): SpanFormat {
  const amounts = steps.flatMap((step) => [...stepSpans(step).map(({ span }) => span), exactly(step.actualPico)]);
  const places = placesOfSum(amounts.flatMap(({ lowPico, highPico }) => [ratio(lowPico, PICO_PER_USD), ratio(highPico, PICO_PER_USD)]));
  const one = (pico: Pico) => formatUsdTerm(ratio(pico, PICO_PER_USD), places);
  const signed = (pico: Pico) => `${pico > 0n ? "+" : ""}${one(pico)}`;
  const between = ({ lowPico, highPico }: Span, text: (pico: Pico) => string) =>
    lowPico === highPico ? text(lowPico) : `${text(lowPico)} to ${text(highPico)}`;
  return { amount: (span) => between(span, one), change: (span) => between(span, signed) };
}

export type StepKey = "baseline" | "tierChoice" | "cache" | "waste" | "unsplit" | "unserved";

export const STEP_NAMES: Record<StepKey, string> = {
  baseline: "Baseline",
  tierChoice: "Tier choice",
  cache: "Cache",
  waste: "Waste",
  unsplit: "Not told apart",
  unserved: "Calls not served",
};

/** In the order in which they are added up; what cannot be told apart only where there is any. */
export function stepSpans({ baseline, tierChoicePico, cachePico, wastePico, unsplit, unservedPico }: SavingsSteps): { key: StepKey; span: Span }[] {
  return [
    { key: "baseline", span: baseline },
    { key: "tierChoice", span: exactly(tierChoicePico) },
    { key: "cache", span: exactly(cachePico) },
    { key: "waste", span: exactly(wastePico) },
    ...(isNothing(unsplit) ? [] : [{ key: "unsplit" as const, span: unsplit }]),
    { key: "unserved", span: exactly(unservedPico) },
  ];
}

export type Verdict = "saved" | "dearer" | "even" | "unclear";

/** Whether the calls cost less than their baseline; unclear when that lies between. */
export function verdictOf(savings: Span): Verdict {
  if (savings.lowPico > 0n) return "saved";
  if (savings.highPico < 0n) return "dearer";
  return savings.lowPico === 0n && savings.highPico === 0n ? "even" : "unclear";
}

export const VERDICT_WORDS: Record<Verdict, string> = {
  saved: "Saved",
  dearer: "Cost more than the baseline",
  even: "Cost as much as the baseline",
  unclear: "Between costing more and saving",
};

/** "45.7%" of the baseline's cost, or "40.0% to 45.7%": each end of the savings against its own end of the baseline. */
export function percentOfBaseline({ savings, baseline }: Pick<SavingsSteps, "savings" | "baseline">): string {
  if (!savings || baseline.lowPico <= 0n) return NOT_APPLICABLE;
  const of = (part: Pico, whole: Pico) => formatPercent(ratio(part, whole), 1, "half-away");
  const [low, high] = [of(savings.lowPico, baseline.lowPico), of(savings.highPico, baseline.highPico)];
  return low === high ? low : `${low} to ${high}`;
}

/** What is in no amount, in words; empty when everything is. */
export function describeLeftOut({ notComparable, untold, unsplit, comparable }: SavingsSteps): string[] {
  const sentences: string[] = [];
  if (notComparable > 0) {
    sentences.push(`${plural(notComparable, "served call")} ${notComparable === 1 ? "is" : "are"} not comparable, and in no amount here: an amount of the call, or the baseline's price, is unknown.`);
  }
  if (untold > 0) {
    sentences.push(`${plural(untold, "more served call")} of known cost ${untold === 1 ? "is" : "are"} left out: sums cannot tell ${untold === 1 ? "it" : "them"} from calls of unknown cost beside ${untold === 1 ? "it" : "them"}.`);
  }
  if (!isNothing(unsplit)) {
    sentences.push(`Of some of the ${plural(comparable, "compared call")}, steps are one, “${STEP_NAMES.unsplit}”: they stand beside calls of unknown cost, or the baseline's price depends on the length of each prompt, and sums do not keep which is which.`);
  }
  return sentences;
}

export function isNothing({ lowPico, highPico }: Span): boolean {
  return lowPico === 0n && highPico === 0n;
}
