import type { Tier } from "@/lib/core/profile";
import { costOf, type Standing } from "./front";
import { optionsOf, type Label } from "./label";
import type { Constraints, ConstraintName } from "./question";

/** A profile that a search has met, with all that it is judged by. */
export type Found = {
  standing: Standing;
  monthlyUsd: number;
  /** null where no promise is made of time. */
  isInTime: boolean | null;
  tiers: () => readonly Omit<Tier, "position">[];
};

/** A label's p95 is taken for in time while this part of the calls more is late: the closed form has the last word. */
const TIMES_ARE_ROUGH = 0.002;

export function foundOf(label: Label, callsPer30Days: number): Found {
  const { unserved, tiers, spendUsd, slack } = label;
  return {
    standing: { cost: costOf(label), unserved, tiers },
    monthlyUsd: spendUsd * callsPer30Days,
    isInTime: slack >= -TIMES_ARE_ROUGH * (1 - unserved),
    tiers: () => optionsOf(label).map(({ tier }) => tier),
  };
}

/** A promise of 99.9% is kept by what comes to it but for rounding. */
const ROUNDING = 1e-12;

type Judged = Pick<Found, "isInTime" | "monthlyUsd" | "tiers"> & { standing: Pick<Standing, "unserved"> };

/** Those of the constraints that a profile does not keep. */
export function brokenBy({ standing, monthlyUsd, isInTime, tiers }: Judged, constraints: Constraints): ConstraintName[] {
  const { availabilityAtLeast, firstTokenP95AtMostMs, models, monthlyUsdAtMost } = constraints;
  const broken: ConstraintName[] = [];
  if (availabilityAtLeast !== null && standing.unserved > 1 - availabilityAtLeast + ROUNDING) broken.push("availability");
  if (firstTokenP95AtMostMs !== null && isInTime === false) broken.push("firstTokenP95");
  if (models && tiers().some(({ endpoint }) => !models.includes(endpoint.model))) broken.push("models");
  if (monthlyUsdAtMost !== null && monthlyUsd > monthlyUsdAtMost * (1 + ROUNDING)) broken.push("monthlyUsd");
  return broken;
}
