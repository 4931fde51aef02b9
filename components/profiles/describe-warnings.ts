import type { ProfileDraft, TierDraft } from "@/lib/core/profile-draft";
import type { EndpointFacts } from "./endpoint-facts";

/** Tokenizers differ by about this much: see lib/core/eligible.ts. */
const TOKENIZER_MARGIN = 0.85;

/** What a person should know of a draft although it may be published. */
export function describeWarnings({ tiers }: Pick<ProfileDraft, "tiers">, endpoints: ReadonlyMap<string, EndpointFacts>): string[] {
  return tiers.flatMap((tier, index) => {
    const facts = endpoints.get(tier.endpoint);
    if (!facts) return [];
    const next = tiers[index + 1];
    const nextFacts = next && endpoints.get(next.endpoint);
    const never = neverReached(tier, facts);
    return [
      ...(never === null ? [] : [`Tier ${index + 1}, ${facts.name}, can never be reached: ${never}.`]),
      ...(facts.price === null ? [`Tier ${index + 1}, ${facts.name}, has no price: its calls are served, but what they cost is unknown.`] : []),
      ...(nextFacts?.failureDomain === facts.failureDomain
        ? [`Tiers ${index + 1} and ${index + 2} fail together: both stand on ${facts.failureDomain}. Put another one between them.`]
        : []),
    ];
  });
}

/** Why no call at all can come to the tier; null when one can. */
function neverReached({ when, caps }: TierDraft, { contextTokens, parameters, inputs, price }: EndpointFacts): string | null {
  const least = Number(when.minPromptTokens);
  if (contextTokens !== null && least * TOKENIZER_MARGIN > contextTokens) return `it takes ${least} prompt tokens or more, and its window holds ${contextTokens}`;
  if (caps.tokensPerMinute.trim() !== "" && least > Number(caps.tokensPerMinute)) return `it takes ${least} prompt tokens or more, and its cap is ${caps.tokensPerMinute} tokens a minute`;
  if (when.tools === "true" && lacks(parameters, "tools")) return "it takes calls with tools only, and does not support them";
  if (when.jsonSchema === "true" && lacks(parameters, "response_format") && lacks(parameters, "structured_outputs")) return "it takes calls with a JSON schema only, and does not support one";
  if (when.images === "true" && lacks(inputs, "image")) return "it takes calls with images only, and does not read them";
  return caps.usdPerDay.trim() !== "" && price === null ? "its cap of USD a day cannot be kept while its price is not known" : null;
}

/** Of what nobody said, nothing is known to be missing. */
function lacks(known: readonly string[] | null, wanted: string): boolean {
  return known !== null && !known.includes(wanted);
}
