import type { FormState } from "../form/form-state";

export type BudgetField = "name" | "subject" | "tag" | "amount" | "period" | "thresholds" | "action";
export type BudgetFormState = FormState<BudgetField>;

/** By the value of the select, as the form sends it. */
export const PERIODS = {
  "calendar-day": { label: "A day", period: "day", rolling: false },
  "calendar-week": { label: "A week, from Monday", period: "week", rolling: false },
  "calendar-month": { label: "A month", period: "month", rolling: false },
  "rolling-day": { label: "Any 24 hours", period: "day", rolling: true },
  "rolling-week": { label: "Any 7 days", period: "week", rolling: true },
  "rolling-month": { label: "Any 30 days", period: "month", rolling: true },
} as const;

export const ACTIONS = {
  tell: "Tell, and block nothing",
  cheaper: "Leave calls their cheaper tiers once it is spent",
  stop: "Stop calls that could go over it",
} as const;

/** What a form has to begin with. */
export type TypedBudget = Record<Exclude<BudgetField, "subject" | "tag">, string>;

export const NEW_BUDGET: TypedBudget = { name: "", amount: "", period: "calendar-month", thresholds: "50, 80, 100", action: "tell" };
