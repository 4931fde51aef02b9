import { DEFAULT_TIER_RULES } from "@/lib/core/profile";
import type { Background, EndpointBackground, EndpointHistory } from "@/lib/sandbox/background";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { LEAST_ATTEMPTS } from "../result/describe-thin";
import { MAX_CANDIDATE_TIERS } from "./candidate";

/** A candidate worth a look, from the profile as it serves. */
export type Suggestion = { name: string; /** In a few words. */ what: string; profile: Pick<SandboxProfile, "rules" | "tiers"> };

/** One more tier that fails by itself, the order turned round, the primary left out, and a plain copy: those that the profile allows. */
export function suggestCandidates(current: SandboxProfile, { endpoints }: Pick<Background, "endpoints">): Suggestion[] {
  const { rules, tiers } = current;
  const domains = new Set(tiers.map(({ endpoint }) => endpoint.failureDomain));
  const names = new Set(tiers.map(({ endpoint }) => endpoint.name));
  // Of what has no price, no cost would be known either.
  const others = endpoints.filter(({ endpoint, prices }) => prices.length > 0 && !names.has(endpoint.name) && !domains.has(endpoint.failureDomain));
  const added = others.toSorted(byUse(tiers))[0]?.endpoint;
  const [primary, ...rest] = tiers;
  return [
    ...(added && tiers.length < MAX_CANDIDATE_TIERS ? [{
      name: "One more tier", what: `adds ${added.name}, which fails apart from the others`,
      profile: { rules, tiers: [...tiers, { position: tiers.length + 1, endpoint: added, rules: DEFAULT_TIER_RULES }] },
    }] : []),
    ...(primary && rest.length > 0 ? [
      { name: "Order reversed", what: "the last tier answers first", profile: { rules, tiers: placed(tiers.toReversed()) } },
      { name: `Without ${primary.endpoint.provider}`, what: `drops the primary, ${primary.endpoint.name}`, profile: { rules, tiers: placed(rest) } },
    ] : []),
    { name: "Copy", what: "the same, for you to change", profile: { rules, tiers } },
  ];
}

function placed(tiers: SandboxProfile["tiers"]): SandboxProfile["tiers"] {
  return tiers.map((tier, index) => ({ ...tier, position: index + 1 }));
}

/** First what is known to serve, then what has a model that the profile has already, then by price. */
function byUse(tiers: SandboxProfile["tiers"]): (a: EndpointBackground, b: EndpointBackground) => number {
  const models = new Set(tiers.map(({ endpoint }) => endpoint.model));
  const rankOf = ({ endpoint, history }: EndpointBackground) => (isProven(history) ? 0 : 2) + (models.has(endpoint.model) ? 0 : 1);
  const priceOf = ({ prices: [first] }: EndpointBackground) => (first?.price ? Number(first.price.base.input + first.price.base.output) : 0);
  return (a, b) => rankOf(a) - rankOf(b) || priceOf(a) - priceOf(b);
}

/** Of as many attempts as a verdict asks for, most were served. */
function isProven(history: EndpointHistory | null): boolean {
  return history !== null && history.attempts >= LEAST_ATTEMPTS && history.served > history.attempts / 2;
}
