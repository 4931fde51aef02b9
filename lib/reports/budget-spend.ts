import type { Budget } from "@/lib/core/budget";
import type { Range } from "@/lib/core/period";
import type { Db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import { listDaysAndQuarters, rollupsIn } from "./day-rollups";
import { listStretches } from "./stretches";
import { sumsIn } from "./sums";

/** Known spend of one slot of a range, and how many amounts beside it are unknown. */
export type Spend = { costPico: bigint; unknown: number };

/**
 * What a budget's calls have spent, by slot: the same sums that the gateway holds it to.
 * @param slots ascending starts of the parts of the range; the first is the range's own
 */
export async function listBudgetSpend(db: Db, teamId: string, budget: Pick<Budget, "scope" | "subject">, range: Range, slots: readonly Date[]): Promise<Spend[]> {
  const starts = Prisma.sql`${slots.map((start) => start.toISOString())}::timestamptz[]`;
  const rows = await db.$queryRaw<{ slot: number; cost_pico: string; unknown: string }[]>`
    SELECT width_bucket(found.bucket, ${starts}) - 1 AS slot, sum(found.cost_pico)::text AS cost_pico, sum(found.unknown)::text AS unknown
    FROM (${spendIn(teamId, budget, range, slots)}) found GROUP BY 1`;
  const spend: Spend[] = slots.map(() => ({ costPico: 0n, unknown: 0 }));
  for (const row of rows) spend[row.slot] = { costPico: BigInt(row.cost_pico), unknown: Number(row.unknown) };
  return spend;
}

/** Rows of `bucket`, `cost_pico` and `unknown` from the smallest table of sums that tells the scope apart. */
function spendIn(teamId: string, { scope, subject }: Pick<Budget, "scope" | "subject">, range: Range, slots: readonly Date[]): Prisma.Sql {
  switch (scope) {
    case "team":
    case "profile": {
      const isOfProfile = scope === "team" ? Prisma.sql`TRUE` : Prisma.sql`r.profile_version_id IN
        (SELECT id FROM profile_versions WHERE team_id = ${teamId}::uuid AND profile_id = ${subject}::uuid)`;
      return Prisma.sql`
        SELECT r.bucket, r.served_cost_pico + r.waste_pico + r.aborted_pico AS cost_pico, r.unknown
        FROM ${sumsIn("endpoint_sums", teamId, listStretches(range, slots), null)} WHERE ${isOfProfile}`;
    }
    case "key":
    case "member": {
      const condition = scope === "key" ? Prisma.sql`s.api_key_id = ${subject}::uuid` : Prisma.sql`s.api_key_id IN
        (SELECT id FROM api_keys WHERE team_id = ${teamId}::uuid AND owner_id = ${subject}::uuid)`;
      const stretches = listDaysAndQuarters(range, slots);
      return Prisma.sql`
        SELECT r.bucket, r.cost_pico, CASE WHEN r.basis = 'unknown' THEN r.attempts ELSE 0 END AS unknown
        FROM ${rollupsIn({ table: "attempt_rollups", teamId, stretches, versionIds: null, condition })}`;
    }
    case "tag": {
      const [tag, value] = splitTag(subject);
      // Tags are summed by days and quarter-hours alone, and only calls are counted: each with an unknown amount counts once.
      return Prisma.sql`
        SELECT r.bucket, r.cost_pico, r.calls - r.known AS unknown
        FROM ${sumsIn("tag_rollups", teamId, listDaysAndQuarters(range, slots), null)} WHERE r.tag = ${tag} AND r.value = ${value}`;
    }
  }
}

function splitTag(subject: string): [name: string, value: string] {
  const at = subject.indexOf("=");
  return [subject.slice(0, at), subject.slice(at + 1)];
}
