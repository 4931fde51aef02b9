import type { Budget } from "@/lib/core/budget";
import type { BudgetTerms } from "@/lib/core/budget-account";
import type { Transaction } from "@/lib/db";

/** A budget as the gateway keeps it in memory. */
export type LoadedBudget = BudgetTerms & {
  teamId: string;
  /** What a call of it has: the profile's slug, the key's or the user's id, or `name=value`; empty for the team. */
  mark: string;
};

/** Budgets that can stand in a call's way, by their team. Those that only tell are no business of the gateway's. */
export async function loadBudgets(tx: Transaction): Promise<Map<string, LoadedBudget[]>> {
  const rows = await tx.budget.findMany({
    where: { archivedAt: null, action: { in: ["cheaper", "stop"] } },
    orderBy: { id: "asc" },
    include: { team: { select: { timeZone: true } } },
  });
  const loaded = new Map<string, LoadedBudget[]>();
  if (rows.length === 0) return loaded;
  const slugs = await slugsOf(tx, rows);
  for (const { team, ...row } of rows) {
    const { teamId, id, name, scope, subject, amountPico, period, rolling, thresholds, action } = row as typeof row & Budget;
    const mark = scope === "profile" ? slugs.get(subject) : subject;
    // Its profile is gone, and with it whatever could be spent under it.
    if (mark === undefined) continue;
    const budget = { teamId, id, name, scope, subject, amountPico, period, rolling, thresholds, action, mark, timeZone: team.timeZone };
    loaded.set(teamId, [...(loaded.get(teamId) ?? []), budget]);
  }
  return loaded;
}

async function slugsOf(tx: Transaction, rows: readonly { scope: string; subject: string }[]): Promise<Map<string, string>> {
  const ids = rows.flatMap(({ scope, subject }) => (scope === "profile" ? subject : []));
  const profiles = ids.length === 0 ? [] : await tx.profile.findMany({ where: { id: { in: ids } }, select: { id: true, slug: true } });
  return new Map(profiles.map(({ id, slug }) => [id, slug]));
}
