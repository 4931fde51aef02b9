import type { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import type { FormState } from "@/components/form/form-state";
import { CatalogError } from "@/lib/catalog/catalog-error";
import { StaleChangeError } from "@/lib/config/stale-change";
import type { Values } from "@/lib/core/change";

/** What a form sent, texts only. */
export function readTexts(form: FormData): Record<string, string> {
  return Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value.trim()]] : [])));
}

/** What was filled in of these fields: an empty one was left out. */
export function pickFilled(texts: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (texts[name] ? [[name, texts[name]]] : [])));
}

/** The faults of a form by the names of its fields. @param nameOf the field of a path, where it is not the path itself */
export function problemsOf(error: z.ZodError, nameOf = (path: readonly PropertyKey[]) => path.join(".")): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const issue of error.issues) {
    const name = nameOf(issue.path);
    const isMissing = issue.code === "invalid_type";
    problems[name] ??= isMissing ? "Fill this in." : `It ${issue.message}.`;
  }
  return problems;
}

/**
 * A refusal in the words of who refused; anything else is ours to find out, and goes to the error page.
 * @param field whose fault a CatalogError is
 */
export function refuse(error: unknown, typed: Record<string, string>, field: string): FormState<string> {
  const message = explainRefusal(error);
  if (error instanceof StaleChangeError) {
    return { status: "refused", typed, problems: { form: message }, ...(error.now ? { now: describe(error.now) } : {}) };
  }
  return { status: "refused", typed, problems: { [error instanceof CatalogError ? field : "form"]: message } };
}

function describe(values: Values): { term: string; value: string }[] {
  return Object.entries(values)
    .filter(([term, value]) => value !== null && term !== "credential" && term !== "privateAllowed")
    .map(([term, value]) => ({ term, value: String(value) }));
}
