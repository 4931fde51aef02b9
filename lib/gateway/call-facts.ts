import type { CallFacts } from "@/lib/core/call-facts";
import type { ChatRequest } from "@/lib/wire/chat-request";
import { countPromptTokens, IMAGE_TOKENS } from "./count-tokens";
import type { Route } from "./resolve";

/** About what one token takes in English text and in code. */
export const BYTES_PER_TOKEN = 4;

/** What the rules need to know of a call. Tokens are counted only where a rule asks for them. */
export function readFacts(request: ChatRequest, route: Route, startedAtMs: number): CallFacts {
  const { tools, images, jsonSchema, inputs, parameters } = request.features;
  const { messages, tools: definitions } = request.prompt;
  const counted = asksForTokens(request, route) ? countPromptTokens(messages, definitions) : null;
  return {
    startedAtMs,
    promptTokens: counted ?? guessTokens(request),
    maxOutputTokens: request.maxOutputTokens,
    stream: request.stream,
    tools,
    images,
    jsonSchema,
    inputs,
    parameters,
    metadata: request.tags,
  };
}

/** What a prompt comes to when nobody counts it. */
export function guessTokens({ promptSize: { textBytes, mediaParts } }: ChatRequest): number {
  return Math.ceil(textBytes / BYTES_PER_TOKEN) + mediaParts * IMAGE_TOKENS;
}

const BY_COST = new Set(["cheapest", "expected-cost"]);

/** A strategy, a cap, a condition, or a window that may be too small: a token takes a byte at least. */
function asksForTokens({ preference, promptSize }: ChatRequest, { rules, tiers }: Route): boolean {
  if (tiers.length > 1 && (BY_COST.has(rules.strategy) || preference.sort === "price")) return true;
  if (rules.wait.maxMs > 0 || preference.max_price) return true;
  return tiers.some(({ endpoint, rules: { caps, when }, sort }) => {
    if (sort === "price" && tiers.length > 1) return true;
    if (caps.tokensPerMinute !== null || caps.picoPerDay !== null) return true;
    if (when && (when.minPromptTokens !== null || when.maxPromptTokens !== null)) return true;
    return endpoint.contextTokens !== null && promptSize.textBytes > endpoint.contextTokens;
  });
}
