"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import type { FormState } from "@/components/form/form-state";
import type { ReadResult, SaveInput, SaveResult, WriteResult } from "@/components/sandbox/saved/scenario-actions";
import type { PinnedScenario } from "@/components/sandbox/saved/pinned-scenario";
import { requireMember, requireMemberOf } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { listSandboxProfiles } from "@/lib/scenarios/list-sandbox-profiles";
import { formatScenarioText, parseScenarioJson } from "@/lib/scenarios/parse-text";
import type { ScenarioRequest } from "@/lib/scenarios/request-schema";
import { deleteScenario as deleteSaved } from "@/lib/scenarios/saved/delete-scenario";
import { renameScenario as renameSaved } from "@/lib/scenarios/saved/rename-scenario";
import { saveScenario as save } from "@/lib/scenarios/saved/save-scenario";
import { stateSchema } from "../read-state";
import { requestOfState } from "./request-of-state";
import { stateOfRequest } from "./state-of-request";

const id = z.string().max(100);
const instant = z.iso.datetime();
const shownShape = z.strictObject({ profile: z.string().max(200), state: stateSchema, period: z.strictObject({ from: instant, to: instant }).nullable() });
const saveShape = z.strictObject({ id: id.optional(), name: z.string().max(1_000), shown: shownShape });
const renameShape = z.object({ id, name: z.string().max(1_000) });

/** Saves what the page shows, under a new name or over the scenario of this id. */
export async function saveScenario(teamId: string, input: SaveInput): Promise<SaveResult> {
  const { id: known, name, shown } = saveShape.parse(input);
  try {
    const { member } = await requireMemberOf(teamId);
    const request = await findRequest(member.teamId, shown);
    if (request === null) return { status: "refused", message: gone(shown.profile) };
    const saved = await save(getDb(), member, { ...(known === undefined ? {} : { id: known }), name, request });
    revalidatePath("/sandbox");
    return { status: "saved", id: saved };
  } catch (error) {
    return { status: "refused", message: explainRefusal(error) };
  }
}

export async function renameScenario(teamId: string, _before: FormState<"name">, form: FormData): Promise<FormState<"name">> {
  const given = renameShape.parse(Object.fromEntries(form));
  try {
    const { member } = await requireMemberOf(teamId);
    await renameSaved(getDb(), member, given);
    revalidatePath("/sandbox");
    return { status: "saved", message: "Renamed." };
  } catch (error) {
    return { status: "refused", typed: { name: given.name }, problems: { name: explainRefusal(error) } };
  }
}

export async function deleteScenario(teamId: string, _before: FormState<never>, form: FormData): Promise<FormState<never>> {
  const given = id.parse(form.get("id"));
  try {
    const { member } = await requireMemberOf(teamId);
    await deleteSaved(getDb(), member, given);
    revalidatePath("/sandbox");
    return { status: "saved", message: "Deleted." };
  } catch (error) {
    return { status: "refused", typed: {}, problems: { form: explainRefusal(error) } };
  }
}

/** What the page shows as a file for the command line and the API. Changes nothing. */
export async function exportScenario(shown: PinnedScenario): Promise<WriteResult> {
  const given = shownShape.parse(shown);
  const { member } = await requireMember();
  const request = await findRequest(member.teamId, given);
  return request === null ? { status: "refused", message: gone(given.profile) } : { status: "written", text: formatScenarioText(request) };
}

/** What a file shows on the page. Changes nothing. */
export async function importScenario(text: string): Promise<ReadResult> {
  const parsed = parseScenarioJson(z.string().parse(text));
  if ("problems" in parsed) return { status: "refused", problems: parsed.problems };
  const { member } = await requireMember();
  const { profiles, endpoints } = await listSandboxProfiles(getDb(), member.teamId, new Date());
  const opened = stateOfRequest(parsed.request, endpoints);
  if ("problems" in opened) return { status: "refused", problems: opened.problems };
  if (!profiles.some(({ slug }) => slug === opened.profile)) return { status: "refused", problems: { profile: gone(opened.profile) } };
  return { status: "read", shown: opened };
}

async function findRequest(teamId: string, shown: PinnedScenario): Promise<ScenarioRequest | null> {
  const { profiles, endpoints } = await listSandboxProfiles(getDb(), teamId, new Date());
  const current = profiles.find(({ slug }) => slug === shown.profile);
  return current ? requestOfState(shown, current, endpoints) : null;
}

function gone(profile: string): string {
  return `There is no profile ${profile} that serves in this team.`;
}
