import type { Strategy } from "@/lib/core/profile";
import { emptyDraft, type ProfileDraft } from "@/lib/core/profile-draft";

type Template = { key: string; name: string; purpose: string; strategy: Strategy };

export const TEMPLATES: readonly Template[] = [
  { key: "cascade", name: "Ordered cascade", strategy: "ordered", purpose: "One primary; the others stand in when it fails. The plainest to reason about." },
  { key: "cheapest", name: "Cheapest first", strategy: "cheapest", purpose: "Each call goes to whoever is expected to cost least for it; dearer ones stand in." },
  { key: "expected-cost", name: "Expected cost", strategy: "expected-cost", purpose: "Weighs price against how often each one fails, and tries the order that costs least until served." },
];

/** As many as a first profile needs. */
const TIERS = 3;

/**
 * A draft to begin with, over endpoints of the team: one of each failure domain first, so that what stands in does not fail
 * together with what it stands in for.
 */
export function draftFromTemplate(key: string | undefined, endpoints: readonly { name: string; failureDomain: string }[]): ProfileDraft {
  const template = TEMPLATES.find((known) => known.key === key);
  if (!template) return emptyDraft("ordered", []);
  const firsts = endpoints.filter(({ failureDomain }, index) => endpoints.findIndex((other) => other.failureDomain === failureDomain) === index);
  const ranked = [...firsts, ...endpoints.filter((endpoint) => !firsts.includes(endpoint))];
  return emptyDraft(template.strategy, ranked.slice(0, TIERS).map(({ name }) => name));
}
