import type { CallFacts } from "./call-facts";
import { unmetCondition } from "./condition";
import { formatPricePerMillion, formatUsdExact, type Pico } from "./money";
import type { PlanInput } from "./plan-input";
import type { ProviderPreference } from "./preference";
import { resolvePrice, type Price } from "./price";

/**
 * Parameters without which the answer would be another one: an endpoint that is known not to heed them cannot take the
 * call. All others are a provider's to ignore, unless the request says `require_parameters`.
 */
const DECISIVE = new Set(["tools", "response_format", "structured_outputs", "n", "logprobs", "modalities"]);

/** Tokenizers differ by about this much: a prompt is only too long for a window when it is so by any of them. */
const TOKENIZER_MARGIN = 0.85;

/** Why the request's `provider` object leaves the tier out; null when it does not. */
export function excludedByRequest(
  { endpoint }: PlanInput,
  { only, ignore, order, allow_fallbacks: allowFallbacks, require_parameters: requireParameters, max_price: maxPrice }: ProviderPreference,
  facts: CallFacts,
  price: Price | null,
): string | null {
  if (only && !only.includes(endpoint.provider)) return "the request allows only other providers (provider.only)";
  if (ignore?.includes(endpoint.provider)) return "the request leaves this provider out (provider.ignore)";
  if (allowFallbacks === false && order && !order.includes(endpoint.provider)) {
    return "the request allows no provider besides those in its order (provider.allow_fallbacks)";
  }
  if (requireParameters === true) {
    const missing = facts.parameters.find((name) => !(endpoint.parameters?.includes(name) ?? false));
    if (missing !== undefined) return `is not known to heed ${missing} (provider.require_parameters)`;
  }
  return maxPrice ? aboveMaxPrice(maxPrice, facts, price) : null;
}

function aboveMaxPrice(
  { prompt, completion, request }: NonNullable<ProviderPreference["max_price"]>,
  facts: CallFacts,
  price: Price | null,
): string | null {
  if (price === null) return "its price is not known (provider.max_price)";
  const { prices } = resolvePrice(price, facts.promptTokens);
  const above = (what: string, limit: Pico | undefined, asked: Pico, format: (pico: Pico) => string) =>
    limit !== undefined && asked > limit ? `asks ${format(asked)} ${what}, above ${format(limit)} (provider.max_price)` : null;
  return (
    above("per million prompt tokens", prompt, prices.input, formatPricePerMillion) ??
    above("per million completion tokens", completion, prices.output, formatPricePerMillion) ??
    above("per request", request, prices.perRequest, (pico) => `$${formatUsdExact(pico)}`)
  );
}

/** Why the tier cannot or may not take this call, found out before a request is wasted; null when it can. */
export function unfitForCall({ endpoint, rules }: PlanInput, facts: CallFacts): { reason: string; tooLong: boolean } | null {
  const unmet = rules.when && unmetCondition(rules.when, facts);
  if (unmet !== null) return { reason: unmet, tooLong: false };
  const { contextTokens, parameters, inputs } = endpoint;
  if (contextTokens !== null && facts.promptTokens * TOKENIZER_MARGIN > contextTokens) {
    return { reason: `its window of ${contextTokens} tokens cannot hold about ${facts.promptTokens} prompt tokens`, tooLong: true };
  }
  const unheeded = parameters && facts.parameters.find((name) => DECISIVE.has(name) && !parameters.includes(name));
  if (unheeded) return { reason: `does not support ${unheeded}`, tooLong: false };
  const unread = inputs && facts.inputs.find((kind) => !inputs.includes(kind));
  return unread ? { reason: `does not read ${unread} input`, tooLong: false } : null;
}
