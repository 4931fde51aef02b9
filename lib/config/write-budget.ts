import { type BudgetDraft, BudgetError } from "@/lib/accounts/budgets/budget-draft";
import { upsertBudget } from "@/lib/accounts/budgets/save-budget";
import type { Change, Writer } from "@/lib/core/change";
import type { Transaction } from "@/lib/db";
import type { ConfigBudget } from "./schema";
import { unknown } from "./unknown";

/** A budget of the file that cannot be, and which of its fields is to blame. */
export class BudgetEntryError extends Error {
  override name = "BudgetEntryError";

  constructor(
    readonly field: keyof ConfigBudget,
    message: string,
  ) {
    super(message);
  }
}

type Subject = Pick<BudgetDraft, "scope" | "subject">;

/** @throws BudgetEntryError */
export async function writeBudget(tx: Transaction, writer: Writer, entry: ConfigBudget): Promise<Change> {
  const { name, amount: amountPico, period, rolling, action, thresholds } = entry;
  const whose = await findSubject(tx, writer.teamId, entry);
  try {
    return await upsertBudget(tx, writer, { name, ...whose, amountPico, period, rolling, action, thresholds });
  } catch (error) {
    if (!(error instanceof BudgetError)) throw error;
    throw new BudgetEntryError(fieldOf(error, whose), error.message);
  }
}

function fieldOf({ field }: BudgetError, { scope }: Subject): keyof ConfigBudget {
  if (field === "amountPico") return "amount";
  if (field === "subject" || field === "scope") return scope === "team" ? "name" : scope;
  return field;
}

/** Profiles go by their slug, keys by their name, members by their e-mail address. */
async function findSubject(tx: Transaction, teamId: string, { profile, key, member, tag }: ConfigBudget): Promise<Subject> {
  if (profile !== undefined) {
    const rows = await tx.profile.findMany({ where: { teamId }, select: { id: true, slug: true } });
    return { scope: "profile", subject: pick("profile", profile, rows.map(({ id, slug }) => ({ id, name: slug }))) };
  }
  if (key !== undefined) {
    const rows = await tx.apiKey.findMany({ where: { teamId, revokedAt: null }, select: { id: true, name: true } });
    return { scope: "key", subject: pick("key", key, rows) };
  }
  if (member !== undefined) {
    const rows = await tx.member.findMany({ where: { teamId }, select: { userId: true, user: { select: { email: true } } } });
    return { scope: "member", subject: pick("member", member, rows.map(({ userId, user }) => ({ id: userId, name: user.email }))) };
  }
  return tag === undefined ? { scope: "team", subject: "" } : { scope: "tag", subject: tag };
}

function pick(field: "profile" | "key" | "member", name: string, known: readonly { id: string; name: string }[]): string {
  const found = known.filter((each) => each.name === name);
  const [first] = found;
  const what = field === "key" ? "API key" : field;
  if (!first) throw new BudgetEntryError(field, unknown(what, name, known.map((each) => each.name)));
  if (found.length > 1) throw new BudgetEntryError(field, `there are ${found.length} ${what}s of the name ${name}`);
  return first.id;
}
