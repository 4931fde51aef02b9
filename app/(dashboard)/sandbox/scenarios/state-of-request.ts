import { candidateOf, MAX_CANDIDATES } from "@/components/sandbox/candidates/candidate";
import type { PinnedScenario } from "@/components/sandbox/saved/pinned-scenario";
import { FIRST_STATE } from "@/components/sandbox/state";
import type { Endpoint } from "@/lib/core/profile";
import type { Problems } from "@/lib/core/profile-draft";
import { readProfileForm } from "@/lib/scenarios/profile-form";
import type { ScenarioRequest } from "@/lib/scenarios/request-schema";

/** The page's own bounds: intervals take two runs, and a run some calls. */
const [MIN_REPLICATIONS, MIN_CALLS] = [2, 1_000];

/** What the page shows of a file. @param endpoints the team's */
export function stateOfRequest(request: ScenarioRequest, endpoints: readonly Endpoint[]): PinnedScenario | { problems: Problems } {
  const { profile, candidates = [], traffic, endpoints: known, domains, trouble, breakers, seed, replications, maxCalls, period = null } = request;
  const isForm = typeof profile !== "string";
  const forms = [...(isForm ? [profile] : []), ...candidates].slice(0, MAX_CANDIDATES);
  const read = forms.map((form) => readProfileForm(form, endpoints));
  const problems = Object.fromEntries(read.flatMap((each, index) => ("problems" in each ? prefixed(pathOf(index, isForm), each.problems) : [])));
  if (Object.keys(problems).length > 0) return { problems };
  const { run } = FIRST_STATE;
  return {
    profile: isForm ? String(profile["slug"]) : profile,
    period,
    state: {
      inputs: { traffic, endpoints: known, domains, trouble, ...(breakers === undefined ? {} : { breakers }), seed },
      candidates: read.flatMap((each) => ("profile" in each ? [candidateOf(each.profile, each.profile.name)] : [])),
      selected: isForm ? 0 : null,
      run: { replications: Math.max(MIN_REPLICATIONS, replications ?? run.replications), maxCalls: Math.max(MIN_CALLS, maxCalls ?? run.maxCalls) },
    },
  };
}

function pathOf(index: number, isForm: boolean): string {
  if (isForm && index === 0) return "profile";
  return `candidates.${index - (isForm ? 1 : 0)}`;
}

function prefixed(prefix: string, problems: Problems): [string, string][] {
  return Object.entries(problems).map(([path, sentence]) => [`${prefix}.${path}`, sentence]);
}
