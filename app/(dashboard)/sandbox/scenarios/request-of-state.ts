import { profileOf } from "@/components/sandbox/candidates/candidate";
import type { SandboxState } from "@/components/sandbox/state";
import type { Endpoint } from "@/lib/core/profile";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { writeProfileForm } from "@/lib/scenarios/profile-form";
import { type ScenarioRequest, requestSchema } from "@/lib/scenarios/request-schema";

/**
 * What a page shows, as a file has it: the profile that is selected is the one in question.
 * @param current the profile as it serves now, whose candidates these are
 */
export function requestOfState({ inputs, candidates, selected, run }: SandboxState, current: SandboxProfile, endpoints: readonly Endpoint[]): ScenarioRequest {
  const byName = new Map(endpoints.map((endpoint) => [endpoint.name, endpoint]));
  const forms = candidates.map((candidate) => writeProfileForm(profileOf(candidate, current, byName).profile));
  const profile = forms[selected ?? -1] ?? current.slug;
  const others = forms.filter((form) => form !== profile);
  return requestSchema.parse({ engine: "events", profile, ...(others.length === 0 ? {} : { candidates: others }), ...inputs, ...run });
}
