import { percent, shareOf } from "../figures";
import { defineKind } from "../kind";
import { type History, WINDOW_HOURS } from "../windows";

const RELEASE = 0.75;

export const unknownCost = defineKind({
  name: "unknown-cost",
  title: "Cost of attempts unknown",
  about: `Of the attempts of the last ${WINDOW_HOURS} hours, more than a bound have a cost that nobody knows.`,
  fields: {
    boundPercent: { label: "Above", unit: "% of attempts", initial: 1, min: 0, max: 100 },
    leastAttempts: { label: "Not with fewer than", unit: "attempts", initial: 50, min: 1, max: 1_000_000 },
  },
  pace: "usual",
  read: async ({ windows }) => (await windows()).team,
  judge({ now }: Pick<History, "now">, { boundPercent, leastAttempts }, open) {
    const share = shareOf(now.unknown, now.attempts);
    const bound = (boundPercent / 100) * (open.has("team") ? RELEASE : 1);
    if (share === null || now.attempts < leastAttempts || share <= bound) return [];
    return [{
      subject: "team",
      title: `The cost of ${percent(share)} of attempts is unknown`,
      text: `${now.unknown} of ${now.attempts} attempts of the last ${WINDOW_HOURS} hours have no known cost: an endpoint without a price, or answers that broke off before they told their usage. They are missing in every sum of money.`,
      facts: { share, unknown: now.unknown, attempts: now.attempts },
      path: "/providers",
    }];
  },
});
