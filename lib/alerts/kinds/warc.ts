import { perMillion } from "../figures";
import { defineKind } from "../kind";
import { usualUpper } from "../usual";
import { WINDOW_HOURS, type Windows } from "../windows";

/** An open alert is over only once the figure is clearly below where it began. */
const RELEASE = 0.95;

export const warc = defineKind({
  name: "warc",
  title: "WARC above its usual range",
  about: `The average price of a served call of a profile over the last ${WINDOW_HOURS} hours is above what it reached at this hour on the last 28 days, or above a bound.`,
  fields: {
    percentAbove: { label: "Above the usual range by", unit: "%", initial: 10, min: 0, max: 1_000 },
    boundUsd: { label: "Or above", unit: "USD per million tokens", initial: null, min: 0, max: 1_000_000, isOptional: true },
    leastCalls: { label: "Not with fewer than", unit: "served calls", initial: 50, min: 1, max: 1_000_000 },
  },
  pace: "usual",
  read: async ({ windows }) => (await windows()).profiles,
  judge(profiles: Windows["profiles"], { percentAbove, boundUsd, leastCalls }, open) {
    return profiles.flatMap(({ profileId, name, now, before }) => {
      if (now.warc === null || now.servedKnown < leastCalls) return [];
      const release = open.has(profileId) ? RELEASE : 1;
      const upper = usualUpper(before.map((day) => (day.servedKnown < leastCalls ? null : day.warc)));
      const isUnusual = upper !== null && now.warc > upper * (1 + percentAbove / 100) * release;
      const isBeyond = boundUsd !== null && now.warc > boundUsd * release;
      if (!isUnusual && !isBeyond) return [];
      const compared = isUnusual ? `It usually stays below ${perMillion(upper)} at this hour.` : `The bound is ${perMillion(boundUsd ?? 0)}.`;
      return [{
        subject: profileId,
        title: `WARC of ${name} is ${perMillion(now.warc)}`,
        text: `Over the last ${WINDOW_HOURS} hours a served call of ${name} cost ${perMillion(now.warc)} on average. ${compared} The overview says whether the mix of tiers, tokens or prices has changed.`,
        facts: { profile: name, warcUsdPerMillion: now.warc, usualUpToUsdPerMillion: upper, boundUsdPerMillion: boundUsd },
        path: "/",
      }];
    });
  },
});
