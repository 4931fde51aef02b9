"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import type { FormState } from "@/components/form/form-state";
import { requireMemberOf } from "@/lib/auth";
import { INVOICE_FORMS } from "@/lib/billing/reconcile/invoice-line";
import { acceptInvoice, addInvoice, removeInvoice } from "@/lib/billing/reconcile/invoices";
import { InvoiceError } from "@/lib/billing/reconcile/read-cells";
import { isMonth } from "@/lib/core/month";
import { getDb } from "@/lib/db";

const text = z.string().trim();
const invoiceSchema = z.object({
  month: text.refine(isMonth), provider: text.min(1), form: z.enum(INVOICE_FORMS), number: text.max(100), text: z.string(),
});

/** Reads a provider's total or export and keeps it; what was typed stays when it cannot be read. */
export async function submitInvoice(teamId: string, _before: FormState<string>, form: FormData): Promise<FormState<string>> {
  const typed = Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
  const parsed = invoiceSchema.safeParse(typed);
  if (!parsed.success) return { status: "refused", typed, problems: { [String(parsed.error.issues[0]?.path[0] ?? "form")]: "Choose one of those that are there." } };
  try {
    const { member } = await requireMemberOf(teamId);
    await addInvoice(getDb(), member, parsed.data);
  } catch (error) {
    return { status: "refused", typed, problems: { [error instanceof InvoiceError ? "text" : "form"]: explainRefusal(error) } };
  }
  revalidatePath("/reports", "layout");
  return { status: "saved", message: "Kept. What differs from the ledger stands above." };
}

/** Says that an invoice's difference is understood. */
export async function submitAcceptance(teamId: string, _before: FormState<string>, form: FormData): Promise<FormState<string>> {
  const note = String(form.get("note") ?? "").trim();
  const id = z.uuid().safeParse(form.get("id"));
  if (!id.success) return { status: "refused", typed: { note }, problems: { form: "There is no such invoice." } };
  try {
    const { member } = await requireMemberOf(teamId);
    await acceptInvoice(getDb(), member, { id: id.data, note, now: new Date() });
  } catch (error) {
    return { status: "refused", typed: { note }, problems: { note: explainRefusal(error) } };
  }
  revalidatePath("/reports", "layout");
  return { status: "saved", message: "Accepted." };
}

/** Takes a wrong invoice away. */
export async function deleteInvoice(teamId: string, _before: FormState<never>, form: FormData): Promise<FormState<never>> {
  const id = z.uuid().safeParse(form.get("id"));
  if (!id.success) return { status: "refused", typed: {}, problems: { form: "There is no such invoice." } };
  try {
    const { member } = await requireMemberOf(teamId);
    await removeInvoice(getDb(), member, id.data);
  } catch (error) {
    return { status: "refused", typed: {}, problems: { form: explainRefusal(error) } };
  }
  revalidatePath("/reports", "layout");
  return { status: "saved", message: "Deleted." };
}
