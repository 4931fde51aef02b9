import type { CallFacts } from "../call-facts";
import type { Pico } from "../money";
import type { Outlook } from "../outlook";
import { costOfUsage } from "../price";
import type { Endpoint } from "../profile";
import type { Usage } from "../usage";

/**
 * What a model is taken to write before the first answer was seen: a few paragraphs. An assumption, the same for
 * everybody, so that it favours nobody; the mean of real answers replaces it with the first one.
 */
export const DEFAULT_OUTPUT_TOKENS = 256;

/** What this call will likely use up there. Whole tokens, since only those have a price. */
export function expectUsage(facts: CallFacts, outlook: Outlook, endpoint: Endpoint): Usage {
  const input = Math.ceil(facts.promptTokens);
  const output = Math.min(
    Math.round(outlook.outputTokens ?? DEFAULT_OUTPUT_TOKENS),
    facts.maxOutputTokens ?? Infinity,
    endpoint.maxOutputTokens ?? Infinity,
  );
  return {
    input,
    cachedInput: Math.floor(outlook.cachedShare * input),
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output,
    reasoning: 0,
  };
}

/** What this call will likely cost there if it is served, steps and request fee included; null without a price. */
export function expectCostPico(facts: CallFacts, outlook: Outlook, endpoint: Endpoint): Pico | null {
  return outlook.price === null ? null : costOfUsage(outlook.price, expectUsage(facts, outlook, endpoint));
}
