"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import { type BudgetField, type BudgetFormState, PERIODS } from "@/components/budgets/budget-state";
import type { FormState } from "@/components/form/form-state";
import { BudgetError, type BudgetDraft } from "@/lib/accounts/budgets/budget-draft";
import { archiveBudget, createBudget, updateBudget } from "@/lib/accounts/budgets/save-budget";
import { requireMemberOf } from "@/lib/auth";
import { BUDGET_ACTIONS, BUDGET_SCOPES } from "@/lib/core/budget";
import { MoneyError, parseUsd } from "@/lib/core/money";
import { getDb } from "@/lib/db";

const text = z.string().max(1_000).catch("");
const typedSchema = z.object({ name: text, subject: text, tag: text, amount: text, period: text, thresholds: text, action: text });
const idSchema = z.uuid();
const PERIOD_NAMES = Object.keys(PERIODS) as (keyof typeof PERIODS)[];
const choiceSchema = z.object({ period: z.enum(PERIOD_NAMES), action: z.enum(BUDGET_ACTIONS) });

type Typed = z.output<typeof typedSchema>;

export async function addBudget(teamId: string, _before: BudgetFormState, form: FormData): Promise<BudgetFormState> {
  const typed = typedSchema.parse(Object.fromEntries(form));
  try {
    const draft = readBudget(typed);
    const { member } = await requireMemberOf(teamId);
    await createBudget(getDb(), member, draft);
    revalidatePath("/budgets");
    return { status: "saved", message: "Created. It holds from the next call on." };
  } catch (error) {
    return refuse(typed, error);
  }
}

export async function changeBudget(teamId: string, _before: BudgetFormState, form: FormData): Promise<BudgetFormState> {
  const typed = typedSchema.parse(Object.fromEntries(form));
  const id = idSchema.safeParse(form.get("id"));
  if (!id.success) return { status: "refused", typed, problems: { form: "There is no such budget." } };
  try {
    const draft = readBudget(typed);
    const { member } = await requireMemberOf(teamId);
    await updateBudget(getDb(), member, id.data, draft);
    revalidatePath("/budgets");
    return { status: "saved", message: "Saved. It holds from the next call on." };
  } catch (error) {
    return refuse(typed, error);
  }
}

export async function endBudget(teamId: string, _before: FormState<never>, form: FormData): Promise<FormState<never>> {
  const id = idSchema.safeParse(form.get("id"));
  if (!id.success) return { status: "refused", typed: {}, problems: { form: "There is no such budget." } };
  try {
    const { member } = await requireMemberOf(teamId);
    const isArchived = await archiveBudget(getDb(), member, id.data, new Date());
    revalidatePath("/budgets");
    return isArchived ? { status: "saved", message: "Archived." } : { status: "refused", typed: {}, problems: { form: "There is no such budget in this team." } };
  } catch (error) {
    return { status: "refused", typed: {}, problems: { form: explainRefusal(error) } };
  }
}

/** @throws BudgetError, MoneyError for what was typed */
function readBudget({ name, subject, tag, amount, period, thresholds, action }: Typed): BudgetDraft {
  const chosen = choiceSchema.safeParse({ period, action });
  if (!chosen.success) throw new BudgetError("period", "Choose a period and what the budget does from the lists");
  const [kind = "", id = ""] = subject.split(":");
  const scope = BUDGET_SCOPES.find((each) => each === kind) ?? "team";
  return {
    name, scope, subject: scope === "tag" ? tag.trim() : id,
    amountPico: parseUsd(amount.trim().replace(/^\$/, "").replaceAll(",", "")),
    period: PERIODS[chosen.data.period].period,
    rolling: PERIODS[chosen.data.period].rolling,
    thresholds: thresholds.split(/[\s,;]+/).filter((each) => each !== "").map((each) => Number(each.replace(/%$/, ""))),
    action: chosen.data.action,
  };
}

const FIELDS: Readonly<Partial<Record<keyof BudgetDraft, BudgetField>>> = {
  name: "name", subject: "subject", amountPico: "amount", period: "period", thresholds: "thresholds", action: "action",
};

function refuse(typed: Typed, error: unknown): BudgetFormState {
  if (error instanceof MoneyError) return { status: "refused", typed, problems: { amount: `${error.message}.` } };
  if (error instanceof BudgetError) {
    const field = error.field === "subject" && typed.subject === "tag" ? "tag" : (FIELDS[error.field] ?? "form");
    return { status: "refused", typed, problems: { [field]: `${error.message}.` } };
  }
  return { status: "refused", typed, problems: { form: explainRefusal(error) } };
}
