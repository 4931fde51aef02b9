import type { Problems } from "@/lib/core/profile-draft";
import type { KeyFigures } from "./closed-form/key-figures";
import { drawEstimate, middle95, type EstimateQuestion, type Thin } from "./estimate";
import type { Interval } from "./result";
import type { SandboxProfile } from "./scenario";

/** What two profiles are judged by. */
export const DELTAS = ["effectiveUsdPerMillion", "availability", "monthlyUsd", "firstTokenP95Ms"] as const;
export type DeltaFigure = (typeof DELTAS)[number];

/**
 * A figure of the profile in force and of a candidate; null is not known. `interval` is of the change itself, 95 in 100:
 * what is open about both moves both alike, so that it is far narrower than the two figures' own would let one think.
 */
export type Delta = { before: number | null; after: number | null; change: number | null; interval: Interval | null };

export type Comparison = {
  deltas: Readonly<Record<DeltaFigure, Delta>>;
  /** Endpoints whose history is too short for a verdict; empty where one may be given. */
  withheldFor: readonly Thin[];
};

export type ComparisonQuestion = Omit<EstimateQuestion, "profile"> & { current: SandboxProfile; candidate: SandboxProfile };

/** Holds a candidate against the profile in force, by formulas, under the same draws of all that is open. */
export function compareProfiles({ current, candidate, ...question }: ComparisonQuestion): Comparison | { problems: Problems } {
  const before = drawEstimate({ ...question, profile: current });
  if ("problems" in before) return before;
  const after = drawEstimate({ ...question, profile: candidate });
  if ("problems" in after) return after;
  const deltaOf = (figure: DeltaFigure): Delta => {
    const [was, is] = [before, after].map(({ result }) => (figure === "firstTokenP95Ms" ? (result.firstTokenMs?.p95Ms ?? null) : result[figure]));
    return { before: was ?? null, after: is ?? null, change: subtract(was, is), interval: changeInterval(figure, before.draws, after.draws) };
  };
  const thin = new Map([...before.thin, ...after.thin].map((each) => [each.endpoint, each]));
  return {
    deltas: {
      effectiveUsdPerMillion: deltaOf("effectiveUsdPerMillion"), availability: deltaOf("availability"),
      monthlyUsd: deltaOf("monthlyUsd"), firstTokenP95Ms: deltaOf("firstTokenP95Ms"),
    },
    withheldFor: [...thin.values()],
  };
}

/** Draw by draw; null where only one of the two has anything open, so that there are no pairs. */
function changeInterval(figure: DeltaFigure, before: readonly (KeyFigures | null)[], after: readonly (KeyFigures | null)[]): Interval | null {
  if (before.length !== after.length) return null;
  const changes = before.flatMap((was, index) => {
    const is = after[index];
    return was && is ? [subtract(was[figure], is[figure])] : [];
  });
  return changes.length > 0 && changes.every((change) => change !== null) ? middle95(changes) : null;
}

function subtract(was: number | null | undefined, is: number | null | undefined): number | null {
  return was == null || is == null ? null : is - was;
}
