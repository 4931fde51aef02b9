import { percent, shareOf } from "../figures";
import { defineKind } from "../kind";
import { usualMiddle } from "../usual";
import { type Sample, WINDOW_HOURS, type Windows } from "../windows";

/** Of the growth that opens an alert, how much must be left for it to stay open. */
const RELEASE = 0.75;

const beyond = ({ served, servedBeyond }: Sample) => shareOf(servedBeyond, served);

export const tierShare = defineKind({
  name: "tier-share",
  title: "Share of fallback tiers doubled",
  about: `Of a profile's calls over the last ${WINDOW_HOURS} hours, tier 2 and beyond serve a larger part than usual.`,
  fields: {
    times: { label: "When the share is", unit: "times the usual", initial: 2, min: 1.1, max: 100 },
    leastPercent: { label: "And at least", unit: "% of calls", initial: 2, min: 0, max: 100 },
    leastCalls: { label: "Not with fewer than", unit: "served calls", initial: 50, min: 1, max: 1_000_000 },
  },
  pace: "usual",
  read: async ({ windows }) => (await windows()).profiles,
  judge(profiles: Windows["profiles"], { times, leastPercent, leastCalls }, open) {
    return profiles.flatMap(({ profileId, name, now, before }) => {
      const share = beyond(now);
      const usual = usualMiddle(before.map((day) => (day.served < leastCalls ? null : beyond(day))));
      if (share === null || usual === null || now.served < leastCalls) return [];
      const release = open.has(profileId) ? RELEASE : 1;
      if (share < usual * times * release || share <= usual || share < (leastPercent / 100) * release) return [];
      return [{
        subject: profileId,
        title: `Fallback tiers of ${name} serve ${percent(share)} of its calls`,
        text: `Tier 2 and beyond served ${percent(share)} of the calls of ${name} over the last ${WINDOW_HOURS} hours; ${percent(usual)} is usual at this hour. Its first tier fails or is left out more often: the page on waste says why.`,
        facts: { profile: name, share, usualShare: usual, calls: now.served },
        path: "/waste",
      }];
    });
  },
});
