import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { toEntry } from "@/lib/config/profile-draft";
import { type Published, publishDraft, type Publishing } from "@/lib/config/publish-draft";
import type { Db } from "@/lib/db";
import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import { parseRequest } from "../parse-request";
import { runScenario } from "../run-scenario";
import { type Prediction, recordPrediction } from "./record-prediction";
import { widenIntervals } from "./widen-intervals";

/**
 * Publishes a draft as the next version of its profile, and keeps what is predicted of it, so that it can be compared
 * with what happens. A draft of which nothing can be predicted is published all the same.
 * @param inputs the scenario that it was judged by
 * @throws NotAllowedError, CatalogError
 */
export async function publishCandidate(db: Db, member: Member, publishing: Publishing, inputs: ScenarioInputs, now: Date): Promise<Published> {
  requirePermission(member, "change the catalog");
  const prediction = await predict(db, member, publishing, inputs, now);
  return publishDraft(db, member, publishing, prediction === null ? undefined : (tx, versionId) => recordPrediction(tx, writerOf(member), versionId, prediction));
}

/** A second or two for whoever publishes, and chance of a few tenths of a percent. */
const MAX_CALLS = 200_000;

/**
 * By simulation, since what happens has breakers in it, with intervals that hold what recorded attempts leave open too: a
 * few say little of how an endpoint will do. By formulas where no call would come in so many runs.
 */
async function predict(db: Db, member: Member, { draft }: Publishing, inputs: ScenarioInputs, now: Date): Promise<Prediction | null> {
  const asked = { profile: toEntry(draft), ...inputs };
  const [simulated, formulas] = [await ask(db, member, { engine: "events", maxCalls: MAX_CALLS, ...asked }, now), await ask(db, member, { engine: "closed-form", ...asked }, now)];
  if (!simulated || !formulas) return simulated ?? formulas;
  return { ...simulated, answer: { ...simulated.answer, intervals: widenIntervals(simulated.answer, formulas.answer) } };
}

async function ask(db: Db, { teamId }: Member, asked: object, now: Date): Promise<Prediction | null> {
  const parsed = parseRequest(asked);
  if ("problems" in parsed) return null;
  const { request } = parsed;
  const ran = await runScenario(db, { teamId, request, now, signal: new AbortController().signal });
  return "answer" in ran ? { request, answer: ran.answer } : null;
}
