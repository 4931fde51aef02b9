import { z } from "zod";
import { stateSchema } from "@/app/(dashboard)/sandbox/read-state";
import { profileOf } from "@/components/sandbox/candidates/candidate";
import { OtherTeamError } from "@/lib/accounts/account-error";
import type { SignedIn } from "@/lib/auth";
import { ceilQuarter, floorQuarter } from "@/lib/core/period";
import { getDb } from "@/lib/db";
import { getBackground } from "@/lib/scenarios/get-background";
import type { BacktestRun } from "@/lib/scenarios/run-backtest";

/** What of a question is wrong, without its full stop. */
export class BacktestQuestionError extends Error {
  override name = "BacktestQuestionError";
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 400;

/** What the page has on screen, which of its profiles is walked, and the recorded calls of which days (UTC). */
const questionSchema = z.strictObject({
  teamId: z.string(),
  profile: z.string().max(64),
  state: stateSchema,
  /** A candidate's place; null is the profile as it serves now. */
  candidate: z.number().int().min(0).nullable(),
  from: z.iso.date(),
  /** The last day. */
  to: z.iso.date(),
});

/**
 * The run that the page asks for, composed again from what this server knows.
 * @throws BacktestQuestionError, OtherTeamError
 */
export async function readQuestion(body: unknown, { member, team }: SignedIn): Promise<Omit<BacktestRun, "signal">> {
  const { success, data: question, error } = questionSchema.safeParse(body);
  if (!success) throw new BacktestQuestionError(`The backtest cannot be read: ${error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)[0] ?? ""}`);
  const { teamId, profile: slug, state } = question;
  if (teamId !== member.teamId) throw new OtherTeamError(team.name);
  const now = new Date();
  const [fromMs, toMs] = [Date.parse(question.from), Math.min(Date.parse(question.to) + DAY_MS, now.getTime())];
  if (fromMs >= toMs) throw new BacktestQuestionError("The period ends before it begins");
  if (toMs - fromMs > MOST_DAYS * DAY_MS) throw new BacktestQuestionError(`A period has ${MOST_DAYS} days at most`);
  const range = { from: floorQuarter(new Date(fromMs)), to: ceilQuarter(new Date(toMs)) };
  const background = await getBackground(getDb(), { teamId, profileSlug: slug, range, now });
  const current = background.profiles.find((profile) => profile.slug === slug);
  if (!current) throw new BacktestQuestionError(`There is no profile ${slug} that serves any more`);
  const candidate = question.candidate === null ? undefined : state.candidates[question.candidate];
  const endpoints = new Map(background.endpoints.map(({ endpoint }) => [endpoint.name, endpoint]));
  const profile = candidate ? { ...profileOf(candidate, current, endpoints).profile, slug } : current;
  return { teamId, profile, inputs: state.inputs, background, range };
}
