import { lasting } from "../figures";
import { defineKind } from "../kind";
import { isFresh, listPulses, type Pulse } from "../pulses";

type Facts = { teamId: string; now: Date; pulses: readonly Pulse[] };

export const breaker = defineKind({
  name: "breaker",
  title: "Breaker open",
  about: "An endpoint has failed so often that calls are kept from it, and that lasts.",
  fields: { minutes: { label: "Longer than", unit: "minutes", initial: 5, min: 1, max: 1_440 } },
  pace: "now",
  read: async ({ db, teamId, now }): Promise<Facts> => ({ teamId, now, pulses: await listPulses(db) }),
  judge({ teamId, now, pulses }: Facts, { minutes }) {
    const open = pulses.filter((pulse) => isFresh(pulse, now)).flatMap(({ openBreakers }) => openBreakers).filter((each) => each.teamId === teamId);
    const ids = [...new Set(open.map(({ endpointId }) => endpointId))];
    return ids.flatMap((endpointId) => {
      const ours = open.filter((each) => each.endpointId === endpointId).sort((a, b) => Date.parse(a.since) - Date.parse(b.since));
      const [oldest] = ours;
      if (oldest === undefined) return [];
      const lastsMs = now.getTime() - Date.parse(oldest.since);
      if (lastsMs <= minutes * 60_000) return [];
      return [{
        subject: endpointId,
        title: `The breaker of ${oldest.endpoint} is open`,
        text: `Calls have been kept from ${oldest.endpoint} for ${lasting(lastsMs)}, for it keeps failing; other tiers serve in its place where there are any. It closes by itself once the endpoint serves again. The page on waste says what it failed with.`,
        facts: { endpoint: oldest.endpoint, since: oldest.since, gateways: ours.length },
        path: "/waste",
      }];
    });
  },
});
