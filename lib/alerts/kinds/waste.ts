import { formatUsdTotal } from "@/lib/core/money";
import { percent, shareOf } from "../figures";
import { defineKind } from "../kind";
import { usualMiddle } from "../usual";
import { type Sample, WINDOW_HOURS, type Windows } from "../windows";

const RELEASE = 0.75;

const wasted = ({ wastePico, spendPico }: Sample) => shareOf(wastePico, spendPico);

export const waste = defineKind({
  name: "waste",
  title: "Waste",
  about: `Failed attempts cost more of a profile's spend over the last ${WINDOW_HOURS} hours than a bound, or than usual.`,
  fields: {
    boundPercent: { label: "Above", unit: "% of spend", initial: 10, min: 0, max: 100, isOptional: true },
    times: { label: "Or, from 1% of spend on,", unit: "times the usual", initial: 2, min: 1.1, max: 100, isOptional: true },
    leastCalls: { label: "Not with fewer than", unit: "attempts", initial: 50, min: 1, max: 1_000_000 },
  },
  pace: "usual",
  read: async ({ windows }) => (await windows()).profiles,
  judge(profiles: Windows["profiles"], { boundPercent, times, leastCalls }, open) {
    return profiles.flatMap(({ profileId, name, now, before }) => {
      const share = wasted(now);
      if (share === null || now.attempts < leastCalls) return [];
      const release = open.has(profileId) ? RELEASE : 1;
      const usual = usualMiddle(before.map((day) => (day.attempts < leastCalls ? null : wasted(day))));
      const isBeyond = boundPercent !== null && share > (boundPercent / 100) * release;
      const isUnusual = times !== null && usual !== null && share > usual && share >= 0.01 * release && share >= usual * times * release;
      if (!isBeyond && !isUnusual) return [];
      return [{
        subject: profileId,
        title: `Waste of ${name} is ${percent(share)} of its spend`,
        text: `Failed attempts of ${name} cost ${formatUsdTotal(now.wastePico)} over the last ${WINDOW_HOURS} hours, ${percent(share)} of ${formatUsdTotal(now.spendPico)}.${usual === null ? "" : ` ${percent(usual)} is usual at this hour.`} The page on waste says which causes and providers.`,
        facts: { profile: name, share, usualShare: usual, wastePico: `${now.wastePico}`, spendPico: `${now.spendPico}` },
        path: "/waste",
      }];
    });
  },
});
