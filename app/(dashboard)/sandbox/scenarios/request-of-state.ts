import { profileOf } from "@/components/sandbox/candidates/candidate";
import type { PinnedScenario } from "@/components/sandbox/saved/pinned-scenario";
import type { Endpoint } from "@/lib/core/profile";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { writeProfileForm } from "@/lib/scenarios/profile-form";
import { type ScenarioRequest, requestSchema } from "@/lib/scenarios/request-schema";

/**
 * What a page shows, as a file has it: the profile that is selected is the one in question.
 * @param current the profile as it serves now, whose candidates these are
 */
export function requestOfState({ state, period }: Pick<PinnedScenario, "state" | "period">, current: SandboxProfile, endpoints: readonly Endpoint[]): ScenarioRequest {
  const { inputs, candidates, selected, run } = state;
  const byName = new Map(endpoints.map((endpoint) => [endpoint.name, endpoint]));
  const forms = candidates.map((candidate) => writeProfileForm(profileOf(candidate, current, byName).profile));
  const profile = forms[selected ?? -1] ?? current.slug;
  const others = forms.filter((form) => form !== profile);
  return requestSchema.parse({ engine: "events", profile, ...(others.length === 0 ? {} : { candidates: others }), ...inputs, ...run, ...(period === null ? {} : { period }) });
}
