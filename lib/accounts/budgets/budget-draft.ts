import { BUDGET_ACTIONS, BUDGET_PERIODS, BUDGET_SCOPES, type Budget } from "@/lib/core/budget";
import type { Values } from "@/lib/core/change";
import { formatUsdExact } from "@/lib/core/money";
import { labelProblem } from "@/lib/core/name";
import type { Transaction } from "@/lib/db";
import { AccountError } from "../account-error";

/** A budget as it is asked for. */
export type BudgetDraft = Omit<Budget, "id">;

/** A field of a budget that cannot be what was typed. */
export class BudgetError extends AccountError {
  override name = "BudgetError";

  constructor(
    readonly field: keyof BudgetDraft,
    message: string,
  ) {
    super(message);
  }
}

const MAX_THRESHOLDS = 10;
const MAX_PERCENT = 1_000;

/** @throws BudgetError, also for a subject that the team does not have */
export async function checkBudget(tx: Transaction, teamId: string, draft: BudgetDraft): Promise<BudgetDraft> {
  const { scope, amountPico, period, rolling, action } = draft;
  const name = draft.name.trim();
  const problem = labelProblem(name);
  if (problem !== null) throw new BudgetError("name", `The name of a budget ${problem}`);
  if (amountPico <= 0n) throw new BudgetError("amountPico", "A budget is more than nothing");
  if (!BUDGET_SCOPES.includes(scope) || !BUDGET_PERIODS.includes(period) || !BUDGET_ACTIONS.includes(action)) {
    throw new BudgetError("scope", "That is no kind of budget");
  }
  const thresholds = [...new Set(draft.thresholds)].sort((a, b) => a - b);
  if (thresholds.length > MAX_THRESHOLDS || thresholds.some((percent) => !Number.isInteger(percent) || percent < 1 || percent > MAX_PERCENT)) {
    throw new BudgetError("thresholds", `Thresholds are at most ${MAX_THRESHOLDS} whole percents from 1 to ${MAX_PERCENT}`);
  }
  const subject = scope === "team" ? "" : draft.subject;
  if (!(await hasSubject(tx, teamId, scope, subject))) throw new BudgetError("subject", SUBJECT_PROBLEMS[scope]);
  return { name, scope, subject, amountPico, period, rolling, thresholds, action };
}

const SUBJECT_PROBLEMS = {
  team: "The team is not here",
  profile: "The team has no such profile",
  key: "The team has no such API key",
  member: "The team has no such member",
  tag: "Name the tag and its value as name=value, such as feature=search",
} as const;

async function hasSubject(tx: Transaction, teamId: string, scope: BudgetDraft["scope"], subject: string): Promise<boolean> {
  if (scope === "team") return true;
  // Calls take names of up to 64 characters and values of up to 512; longer than 128 are not told apart in sums.
  if (scope === "tag") return /^[^=\0]{1,64}=[^\0]{1,128}$/.test(subject) && subject.isWellFormed();
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(subject)) return false;
  if (scope === "profile") return (await tx.profile.count({ where: { teamId, id: subject } })) > 0;
  if (scope === "key") return (await tx.apiKey.count({ where: { teamId, id: subject } })) > 0;
  return (await tx.member.count({ where: { teamId, userId: subject } })) > 0;
}

/** What the audit log keeps of a budget. */
export function describeBudget({ name, scope, subject, amountPico, period, rolling, thresholds, action }: BudgetDraft): Values {
  return { name, scope, subject, amountUsd: formatUsdExact(amountPico), period, rolling, thresholds: thresholds.map((percent) => `${percent}%`), action };
}
