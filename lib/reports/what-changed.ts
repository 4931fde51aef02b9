import { type ChangeFact, type PairSums, rankChanges } from "@/lib/core/what-changed";
import type { AttemptSum } from "./attempt-sums";
import type { Change } from "./change";

/** The largest changes between the two periods, in USD. */
export function listChanges({ before, now }: Change): ChangeFact[] {
  return rankChanges({ tiers: before.tiers, pairs: pairsOf(before.sums) }, { tiers: now.tiers, pairs: pairsOf(now.sums) });
}

/** Attempts by (profile, endpoint) pair. */
export function pairsOf(sums: readonly AttemptSum[]): PairSums[] {
  const pairs = new Map<string, AttemptSum[]>();
  for (const sum of sums) {
    const key = `${sum.profileId}/${sum.endpointId}`;
    pairs.set(key, [...(pairs.get(key) ?? []), sum]);
  }
  return [...pairs.values()].map(sumPair);
}

function sumPair(rows: readonly AttemptSum[]): PairSums {
  const [{ profileId, endpointId, endpoint }] = rows as [AttemptSum];
  const failed = rows.filter(({ outcome }) => outcome === "failed");
  return {
    profileId, endpointId, endpoint,
    tier: Math.min(...rows.map(({ tier }) => tier)),
    attempts: countAttempts(rows),
    served: countAttempts(rows.filter(({ outcome }) => outcome === "served")),
    unknown: countAttempts(rows.filter(({ basis }) => basis === "unknown")),
    costPico: sumCost(rows),
    failures: [...new Set(failed.map(({ cause }) => cause))].map((cause) => {
      const ofCause = failed.filter((row) => row.cause === cause);
      return { cause, attempts: countAttempts(ofCause), wastePico: sumCost(ofCause) };
    }),
  };
}

function countAttempts(rows: readonly AttemptSum[]): number {
  return rows.reduce((all, { attempts }) => all + attempts, 0);
}

function sumCost(rows: readonly AttemptSum[]): bigint {
  return rows.reduce((all, { costPico }) => all + costPico, 0n);
}
