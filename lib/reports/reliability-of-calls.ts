import { type Availability, computeAvailability } from "@/lib/core/availability";
import type { Db } from "@/lib/db";
import type { Scope } from "./scope";
import { listStretches } from "./stretches";
import { sumsIn } from "./sums";

/** How the calls of a scope ended, and what falling back was good for. */
export type CallReliability = Availability & {
  served: number;
  /** Of the served ones, those that needed more than the first candidate of their plan. */
  rescued: number;
  failed: number;
  /** The client left: neither served nor failed, so in no share. */
  aborted: number;
};

/** Availability with and without fallback. Grain: calls. */
export async function getCallReliability(db: Db, { teamId, range, versionIds }: Scope): Promise<CallReliability> {
  const rows = await db.$queryRaw<{ outcome: string; calls: string; rescued: string }[]>`
    SELECT r.outcome, sum(r.calls)::text AS calls, sum(r.rescued)::text AS rescued
    FROM ${sumsIn("outcome_sums", teamId, listStretches(range, []), versionIds)}
    GROUP BY 1`;
  const callsOf = (outcome: string) => Number(rows.find((row) => row.outcome === outcome)?.calls ?? 0);
  const [served, failed, aborted] = [callsOf("served"), callsOf("failed"), callsOf("aborted")];
  const rescued = Number(rows.find(({ outcome }) => outcome === "served")?.rescued ?? 0);
  return { served, rescued, failed, aborted, ...computeAvailability({ served, failed, rescued }) };
}
