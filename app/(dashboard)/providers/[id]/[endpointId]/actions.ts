"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import type { FormState } from "@/components/form/form-state";
import { formatTime } from "@/components/times";
import { requireMemberOf } from "@/lib/auth";
import { type GivenAgreement, saveAgreement, stopAgreement } from "@/lib/config/change-agreement";
import { labelProblem } from "@/lib/core/name";
import { instantOfWall, QUARTER_MS } from "@/lib/core/period";
import { getDb } from "@/lib/db";
import { readTexts, refuse } from "../../form";
import { readPrice } from "../../read-price";

/** Dates an agreed price of an endpoint in advance; its times are the team's. */
export async function submitAgreement(teamId: string, _before: FormState<string>, form: FormData): Promise<FormState<string>> {
  const { endpointId = "", ...typed } = readTexts(form);
  if (!z.uuid().safeParse(endpointId).success) return { status: "refused", typed, problems: { form: "There is no such endpoint." } };
  try {
    const { member, team } = await requireMemberOf(teamId);
    const read = readAgreement(typed, team.timeZone);
    if ("problems" in read) return { status: "refused", typed, problems: read.problems };
    const { kind } = await saveAgreement(getDb(), member, { endpointId, ...read }, new Date());
    revalidatePath("/providers", "layout");
    if (kind === "unchanged") return { status: "saved", message: "That was agreed already: nothing was changed." };
    return { status: "saved", message: `Saved: in force from ${formatTime(read.from, "minute", team.timeZone)} ${team.timeZone}.` };
  } catch (error) {
    return refuse(error, typed, "from");
  }
}

/** Ends an agreed price at a time to come, or takes it back before it has begun. */
export async function submitEnd(teamId: string, _before: FormState<string>, form: FormData): Promise<FormState<string>> {
  const { id = "", endpointId = "", ...typed } = readTexts(form);
  if (![id, endpointId].every((text) => z.uuid().safeParse(text).success)) return { status: "refused", typed, problems: { form: "There is no such agreed price." } };
  try {
    const { member, team } = await requireMemberOf(teamId);
    const at = readTime(typed["at"] ?? "", team.timeZone);
    if (!(at instanceof Date)) return { status: "refused", typed, problems: { at: at ?? "Fill this in." } };
    const { kind } = await stopAgreement(getDb(), member, { endpointId, id, at }, new Date());
    revalidatePath("/providers", "layout");
    return { status: "saved", message: kind === "removed" ? "Taken back: it never comes into force." : `Saved: it ends at ${formatTime(at, "minute", team.timeZone)} ${team.timeZone}.` };
  } catch (error) {
    return { status: "refused", typed, problems: { at: explainRefusal(error) } };
  }
}

function readAgreement(typed: Readonly<Record<string, string>>, zone: string): Omit<GivenAgreement, "endpointId"> | { problems: Record<string, string> } {
  const { from: begin = "", until: end = "", source = "" } = typed;
  const [found, from, until, sourceFault] = [readPrice(typed), readTime(begin, zone), readTime(end, zone), labelProblem(source)];
  if ("price" in found && from instanceof Date && typeof until !== "string" && sourceFault === null) return { price: found.price, from, until, source };
  return {
    problems: {
      ...("problems" in found && found.problems),
      ...(!(from instanceof Date) && { from: from ?? "Fill this in." }),
      ...(typeof until === "string" && { until }),
      ...(sourceFault !== null && { source: `It ${sourceFault}.` }),
    },
  };
}

/** null for an empty field, or why it is no time. */
function readTime(text: string, zone: string): Date | string | null {
  if (text === "") return null;
  const at = instantOfWall(text, zone);
  if (at === null) return "Write a day and a time, such as 2026-12-01T00:00.";
  return at.getTime() % QUARTER_MS === 0 ? at : "Choose a quarter-hour, such as 14:00 or 14:15.";
}
