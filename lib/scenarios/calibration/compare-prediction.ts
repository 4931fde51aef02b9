import { computeAvailability } from "@/lib/core/availability";
import { type Ratio, roundRatio } from "@/lib/core/ratio";
import type { Figures } from "@/lib/reports/overview";
import type { Interval } from "@/lib/sandbox/result";
import { wilsonInterval } from "@/lib/sandbox/wilson";
import type { ScenarioAnswer } from "../answer-schema";

/** Calls before anybody should judge: fewer say too little. */
export const MIN_CALLS = 200;

/** The normal distribution's 97.5th percentile: intervals hold 95 in 100. */
const Z = 1.959_963_985;

/** One figure, predicted and happened. null is not known or does not apply. */
export type Compared = {
  predicted: number | null;
  /** 95%; null where none was given. */
  interval: Interval | null;
  happened: number | null;
  /** What chance alone leaves open, 95%; null where it cannot be said. */
  sampling: Interval | null;
  /** Whether the two are no further apart than chance explains; null where nobody can tell. */
  agrees: boolean | null;
};

/** What was predicted of a version beside what happened while it served. */
export type Comparison = {
  /** Of the calls that were served, or failed by no fault of their request. */
  calls: number;
  availability: Compared;
  warcUsdPerMillion: Compared;
  effectiveUsdPerMillion: Compared;
  tiers: (Compared & { tier: number; endpoint: string })[];
};

type Predicted = Pick<ScenarioAnswer, "availability" | "warcUsdPerMillion" | "effectiveUsdPerMillion" | "intervals" | "tiers">;

/**
 * @param figures of the version's whole life; null when it served no call
 * @param clientFaults calls that failed by their own request's fault: no profile can serve them, and nothing predicts them
 */
export function comparePrediction({ availability, warcUsdPerMillion, effectiveUsdPerMillion, intervals, tiers }: Predicted, figures: Figures | null, clientFaults = 0): Comparison {
  const { served = 0, failed: allFailed = 0, rescued = 0 } = figures?.calls ?? {};
  const failed = allFailed - clientFaults;
  const calls = served + failed;
  const isEnough = calls >= MIN_CALLS;
  const of = (predicted: number | null, interval: Interval | null | undefined, happened: number | null, sampling: Interval | null): Compared =>
    ({ predicted, interval: interval ?? null, happened, sampling, agrees: isEnough ? agree(predicted, interval ?? null, happened, sampling) : null });
  const warc = toNumber(figures?.warc.warc);
  const known = figures?.warc.servedKnown ?? 0;
  return {
    calls,
    availability: of(availability, intervals?.availability, toNumber(computeAvailability({ served, failed, rescued }).withFallback), samplingOf(served, calls)),
    warcUsdPerMillion: of(warcUsdPerMillion, intervals?.warcUsdPerMillion, warc, samplingOfWarc(figures, warc)),
    effectiveUsdPerMillion: of(effectiveUsdPerMillion, intervals?.effectiveUsdPerMillion, toNumber(figures?.warc.effective), null),
    tiers: tiers.map(({ tier, endpoint, p }, index) => {
      const happened = figures?.tiers.find((each) => each.endpoint === endpoint)?.servedKnown ?? 0;
      return { tier, endpoint, ...of(p, intervals?.p[index], known === 0 ? null : happened / known, samplingOf(happened, known)) };
    }),
  };
}

/** What chance leaves open of a share; null without any try. */
function samplingOf(hits: number, tries: number): Interval | null {
  return tries === 0 ? null : wilsonInterval(hits, tries);
}

/**
 * What chance in who serves leaves open of WARC = Σ P × C, each C taken as it was: variance (Σ P C² − WARC²) / n. null
 * where one tier served all: what differs then is what the calls were like, which this says nothing of.
 */
function samplingOfWarc(figures: Figures | null, warc: number | null): Interval | null {
  if (figures === null || warc === null || figures.warc.servedKnown === 0) return null;
  const squares = figures.tiers.reduce((all, { share, compositeCost }) => all + (toNumber(share) ?? 0) * (toNumber(compositeCost) ?? 0) ** 2, 0);
  if (figures.tiers.filter(({ servedKnown }) => servedKnown > 0).length < 2) return null;
  const half = Z * Math.sqrt(Math.max(0, squares - warc * warc) / figures.warc.servedKnown);
  return [warc - half, warc + half];
}

function agree(predicted: number | null, interval: Interval | null, happened: number | null, sampling: Interval | null): boolean | null {
  if (predicted === null || happened === null || (interval === null && sampling === null)) return null;
  const [a, b] = [interval ?? [predicted, predicted], sampling ?? [happened, happened]];
  // Figures that are the same but for how a float was made.
  const slack = 1e-9 * Math.max(1, Math.abs(happened));
  return a[0] <= b[1] + slack && b[0] <= a[1] + slack;
}

function toNumber(value: Ratio | null | undefined): number | null {
  return value ? Number(roundRatio(value, 12, "half-even")) / 1e12 : null;
}
