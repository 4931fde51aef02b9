import { z } from "zod";
import { getBackground } from "@/lib/scenarios/get-background";
import { stateSchema } from "@/app/(dashboard)/sandbox/read-state";
import { profileOf } from "@/components/sandbox/candidates/candidate";
import { OtherTeamError } from "@/lib/accounts/account-error";
import { getDb } from "@/lib/db";
import type { SignedIn } from "@/lib/auth";
import { DrillError } from "@/lib/drill/drill-error";
import { composeScenario } from "@/lib/sandbox/compose-scenario";
import type { Scenario } from "@/lib/sandbox/scenario";
import { MAX_DRILL_CALLS, MIN_DRILL_CALLS } from "@/lib/wire/drill";

/** As long as a page's range may be, with its ends on quarter-hours. */
const MAX_HISTORY_MS = 401 * 86_400_000;

/** What the page has on screen, and how many calls to send. */
const questionSchema = z.strictObject({
  teamId: z.string(),
  profile: z.string().max(64),
  /** Of the history. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  state: stateSchema,
  calls: z.number().int().min(MIN_DRILL_CALLS).max(MAX_DRILL_CALLS),
}).refine(({ from, to }) => Date.parse(from) < Date.parse(to) && Date.parse(to) - Date.parse(from) <= MAX_HISTORY_MS, { message: "must be before `to`, by at most 401 days", path: ["from"] });

/**
 * The scenario that the page shows, composed again from what this server knows: nothing that a browser says of
 * endpoints or prices is believed.
 * @throws DrillError, OtherTeamError
 */
export async function readQuestion(body: unknown, { member, team }: SignedIn): Promise<{ scenario: Scenario; calls: number }> {
  const { success, data: question, error } = questionSchema.safeParse(body);
  if (!success) throw new DrillError(`The drill cannot be read: ${error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)[0] ?? ""}`);
  if (question.teamId !== member.teamId) throw new OtherTeamError(team.name);
  const { state, calls, profile: slug } = question;
  const range = { from: new Date(question.from), to: new Date(question.to) };
  const background = await getBackground(getDb(), { teamId: member.teamId, profileSlug: slug, range, now: new Date() });
  const current = background.profiles.find((profile) => profile.slug === slug);
  if (!current) throw new DrillError(`There is no profile ${slug} that serves any more`);
  const candidate = state.selected === null ? undefined : state.candidates[state.selected];
  const endpoints = new Map(background.endpoints.map(({ endpoint }) => [endpoint.name, endpoint]));
  const profile = candidate ? profileOf(candidate, current, endpoints).profile : current;
  const composed = composeScenario({ inputs: state.inputs, profile, background });
  if ("problems" in composed) throw new DrillError(`The scenario cannot be drilled. ${Object.values(composed.problems).slice(0, 3).join(" ").replace(/\.$/, "")}`);
  return { scenario: composed.scenario, calls };
}
