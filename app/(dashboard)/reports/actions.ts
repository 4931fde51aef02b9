"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import type { FormState } from "@/components/form/form-state";
import type { ReportSettingsField } from "@/components/reports/settings-form";
import { closeMonth, reopenMonth } from "@/lib/billing/close/close-month";
import { updateReportSettings } from "@/lib/billing/close/report-settings";
import { requireMemberOf } from "@/lib/auth";
import { getDb } from "@/lib/db";

const text = z.string().max(1_000).catch("");
const monthSchema = z.object({ month: text, reason: text });

/** Closes a month as its next version. */
export async function submitClose(teamId: string, _before: FormState<"reason">, form: FormData): Promise<FormState<"reason">> {
  const { month } = monthSchema.parse(Object.fromEntries(form));
  try {
    const { member } = await requireMemberOf(teamId);
    const { closed } = await closeMonth(getDb(), member, { month, now: new Date() });
    revalidatePath("/reports", "layout");
    return { status: "saved", message: `Closed as version ${closed.version}.` };
  } catch (error) {
    return { status: "refused", typed: {}, problems: { form: explainRefusal(error) } };
  }
}

/** Lets a closed month be closed again. */
export async function submitReopen(teamId: string, _before: FormState<"reason">, form: FormData): Promise<FormState<"reason">> {
  const { month, reason } = monthSchema.parse(Object.fromEntries(form));
  try {
    const { member } = await requireMemberOf(teamId);
    await reopenMonth(getDb(), member, { month, reason, now: new Date() });
    revalidatePath("/reports", "layout");
    return { status: "saved", message: "Reopened." };
  } catch (error) {
    return { status: "refused", typed: { reason }, problems: { reason: explainRefusal(error) } };
  }
}

const settingsSchema = z.object({ closeDay: z.coerce.number().catch(Number.NaN), charging: z.enum(["showback", "chargeback"]).catch("showback") });

/** Saves when months close, how they are charged and who is sent them. */
export async function submitSettings(teamId: string, _before: FormState<ReportSettingsField>, form: FormData): Promise<FormState<ReportSettingsField>> {
  const typed = { closeDay: String(form.get("closeDay") ?? ""), charging: String(form.get("charging") ?? "") };
  const ids = (name: string) => form.getAll(name).map(String).slice(0, 200);
  try {
    const { member } = await requireMemberOf(teamId);
    await updateReportSettings(getDb(), member, { ...settingsSchema.parse(typed), memberIds: ids("memberIds"), channelIds: ids("channelIds") });
    revalidatePath("/reports", "layout");
    return { status: "saved", message: "Saved." };
  } catch (error) {
    return { status: "refused", typed, problems: { form: explainRefusal(error) } };
  }
}
