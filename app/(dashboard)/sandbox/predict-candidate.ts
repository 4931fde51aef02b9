import { profileOf } from "@/components/sandbox/candidates/candidate";
import type { SandboxState } from "@/components/sandbox/state";
import { getDb } from "@/lib/db";
import { solveClosedForm } from "@/lib/sandbox/closed-form/solve";
import { composeScenario } from "@/lib/sandbox/compose-scenario";
import { prepareAnswer } from "@/lib/scenarios/answer";
import type { Prediction } from "@/lib/scenarios/calibration/record-prediction";
import { readBackground } from "./read-background";
import { requestOfState } from "./scenarios/request-of-state";

type Shown = { slug: string; state: SandboxState; /** From 0. */ candidate: number; /** Of the history that the page was read with. */ fromMs: number; toMs: number };

/** What the formulas say of a candidate, computed here: a browser's figures are not kept as ours. null where nothing can be said. */
export async function predictCandidate(teamId: string, { slug, state, candidate, fromMs, toMs }: Shown): Promise<Prediction | null> {
  const range = { from: new Date(fromMs), to: new Date(toMs) };
  const background = await readBackground(getDb(), { teamId, profileSlug: slug, range, now: new Date() });
  const current = background.profiles.find((profile) => profile.slug === slug);
  const chosen = state.candidates[candidate];
  if (!current || !chosen) return null;
  const endpoints = background.endpoints.map(({ endpoint }) => endpoint);
  const { profile, missing } = profileOf(chosen, current, new Map(endpoints.map((endpoint) => [endpoint.name, endpoint])));
  if (missing.length > 0) return null;
  const composed = composeScenario({ inputs: state.inputs, profile, background });
  if ("problems" in composed) return null;
  const { scenario, assumptions } = composed;
  const request = { ...requestOfState({ ...state, selected: candidate }, current, endpoints), engine: "closed-form" as const };
  return { request, answer: prepareAnswer({ result: solveClosedForm(scenario), assumptions, profile: scenario.profile, seed: scenario.seed }) };
}
