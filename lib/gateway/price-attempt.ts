import type { Basis } from "@/lib/core/outcome";
import { priceUsage, resolvePrice } from "@/lib/core/price";
import type { Endpoint } from "@/lib/core/profile";
import { usageTokens, type Usage } from "@/lib/core/usage";
import { NO_AMOUNTS, type AttemptRecord } from "@/lib/ledger/record";
import type { Received, StreamEnd } from "@/lib/upstream/answer";
import type { Call } from "./call";
import { BYTES_PER_TOKEN, guessTokens } from "./call-facts";
import { countPromptTokens } from "./count-tokens";

/** No model reads more today, by far. */
const MAX_CONTEXT_TOKENS = 20_000_000;
const CONTEXT_MARGIN = 4;

/** Of an attempt, as far as they are known. */
export type Amounts = Pick<AttemptRecord, "usage" | "priceId" | "priceStep" | "listPrice" | "costPico" | "classes" | "basis">;

/** Nothing is known of what it used and cost. */
export const UNPRICED: Amounts = { usage: null, priceId: null, priceStep: null, listPrice: null, costPico: null, classes: null, basis: "unknown" };

/**
 * What an attempt cost. A provider that refused, or was never reached, owes nothing and that is known; what it may
 * have worked on without saying so is unknown; what it sent without reporting usage is estimated.
 */
export function priceAttempt(call: Call, { id: endpointId, contextTokens }: Endpoint, answer: StreamEnd): Amounts {
  const owed = answer.kind === "whole" ? "received" : answer.owed;
  if (owed === "nothing") {
    return { usage: null, priceId: null, priceStep: null, listPrice: null, costPico: 0n, classes: NO_AMOUNTS, basis: "reported" };
  }
  const reported = answer.usage && isPlausible(answer.usage, answer.received, contextTokens) ? answer.usage : null;
  const usage = reported ?? (owed === "received" ? estimateUsage(call, answer, contextTokens) : null);
  const dated = call.priceOf(endpointId);
  if (usage === null || dated === null) {
    return { ...UNPRICED, usage };
  }
  const { costPico, step, classes } = priceUsage(dated.price, usage);
  const listPrice = dated.kind === "list" ? null : findListPrice(call, endpointId, usage.input);
  const basis: Basis = reported === null ? "estimated" : "reported";
  return { usage, priceId: dated.id, priceStep: step, listPrice, costPico, classes, basis };
}

/** The list price beside an agreed one, and which step of it the prompt comes to; null where nobody stated a list. */
function findListPrice(call: Call, endpointId: string, inputTokens: number): Amounts["listPrice"] {
  const list = call.listPriceOf(endpointId);
  return list && { id: list.id, step: resolvePrice(list.price, inputTokens).step };
}

/**
 * A count far above any context is a fault or a fraud, and is not billed; the stated window may be out of date. Nobody
 * answers without reading, nor says something with no token: such zeros are what a provider writes that did not count.
 */
function isPlausible(usage: Usage, { contentBytes }: Received, contextTokens: number | null): boolean {
  if (usage.input === 0 || (usage.output === 0 && contentBytes > 0)) return false;
  return usageTokens(usage) <= (contextTokens === null ? MAX_CONTEXT_TOKENS : contextTokens * CONTEXT_MARGIN);
}

/**
 * What was read as the provider told it before it wrote; else the prompt as its tokens are counted, and no more than the
 * window holds. Most providers send a token a chunk; those
 * that send more are measured by their bytes.
 */
function estimateUsage(
  { request }: Call,
  { received, inputUsage }: { received: Received; inputUsage?: Usage | undefined },
  contextTokens: number | null,
): Usage {
  const output = Math.max(received.contentChunks, Math.ceil(received.contentBytes / BYTES_PER_TOKEN));
  if (inputUsage && isPlausible({ ...inputUsage, output }, received, contextTokens)) return { ...inputUsage, output, reasoning: 0 };
  const input = countPromptTokens(request.prompt.messages, request.prompt.tools) ?? guessTokens(request);
  return {
    input: Math.min(input, contextTokens ?? MAX_CONTEXT_TOKENS),
    cachedInput: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output,
    reasoning: 0,
  };
}
