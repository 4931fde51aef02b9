import { lasting } from "../figures";
import { defineKind, type Finding } from "../kind";
import { isFresh, listPulses, type Pulse } from "../pulses";

type Facts = { now: Date; pulses: readonly Omit<Pulse, "openBreakers">[] };

export const ledgerLag = defineKind({
  name: "ledger-lag",
  title: "Ledger behind",
  about: "Calls wait in a gateway's journal and are in no figure yet, or no gateway says how it is.",
  fields: { minutes: { label: "For longer than", unit: "minutes", initial: 5, min: 1, max: 1_440 } },
  pace: "now",
  read: async ({ db, now }): Promise<Facts> => ({ now, pulses: await listPulses(db) }),
  judge({ now, pulses }: Facts, { minutes }) {
    const boundMs = minutes * 60_000;
    const ageMs = ({ at }: { at: Date }) => now.getTime() - at.getTime();
    const fresh = pulses.filter((pulse) => isFresh(pulse, now));
    const findings: Finding[] = [];
    const lagMs = Math.max(0, ...fresh.map(({ oldestWaitingMs }) => oldestWaitingMs));
    if (lagMs > boundMs) {
      findings.push({
        subject: "waiting",
        title: "Calls wait to be written to the ledger",
        text: `The oldest has waited for ${lasting(lagMs)}. Nothing is lost, and nothing newer is in any figure until the database takes them: see the gateway's log.`,
        facts: { oldestWaitingMs: lagMs, waitingCalls: fresh.reduce((sum, each) => sum + each.waitingCalls, 0) },
        path: "/",
      });
    }
    const silentMs = Math.min(...pulses.map(ageMs));
    if (pulses.length > 0 && fresh.length === 0 && silentMs > boundMs) {
      findings.push({
        subject: "silent",
        title: "No gateway says how it is",
        text: `None has been heard of for ${lasting(silentMs)}: it does not run, or does not reach the database. Calls may be refused, or wait in its journal.`,
        facts: { silentMs },
        path: "/",
      });
    }
    const left = pulses.filter((pulse) => pulse.waitingCalls > 0 && ageMs(pulse) > boundMs);
    if (fresh.length > 0 && left.length > 0) {
      findings.push({
        subject: "left",
        title: "A gateway ended with calls in its journal",
        text: `${left.length === 1 ? "One process was" : `${left.length} processes were`} last heard of with calls in the journal that were not in the ledger yet. Start the gateway on the same data folder: it writes them.`,
        facts: { processes: left.length },
        path: "/",
      });
    }
    return findings;
  },
});
