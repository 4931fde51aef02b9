import type { Pico } from "./money";
import { resolvePrice, type Price, type ResolvedPrice } from "./price";

/** The most that an attempt can use; null where nobody can say. Output is that of all its choices together. */
export type UsageBound = { inputTokens: number | null; outputTokens: number | null };

/** What surrounds a message in a model's own template, its role and its end marks, in tokens: more than any template has. */
const MESSAGE_TOKENS = 16;
/** What providers put before tools: Anthropic's own prompt for them has up to 530 tokens, the longest that is published. */
const TOOLS_TOKENS = 1_024;

/**
 * The most tokens that a prompt can have at an endpoint: a token of text takes a byte at least, and nobody reads more
 * than its window. What is not text has no such bound, but the window.
 */
export function boundInput(
  prompt: { textBytes: number; messages: number; mediaParts: number; tools: boolean },
  contextTokens: number | null,
): number | null {
  const text = prompt.textBytes + (prompt.messages + 1) * MESSAGE_TOKENS + (prompt.tools ? TOOLS_TOKENS : 0);
  if (prompt.mediaParts > 0) return contextTokens;
  return contextTokens === null ? text : Math.min(text, contextTokens);
}

/**
 * The most that an attempt can cost: all it may read at the dearest price that reading can have, writes to a cache
 * included, and all it may write at the dearer of output and reasoning, at whichever step its length may reach, and the
 * request's fee. null when its price or either length is not known.
 */
export function boundCost(price: Price | null, { inputTokens, outputTokens }: UsageBound): Pico | null {
  if (price === null || inputTokens === null || outputTokens === null) return null;
  const { input, output, fee } = dearest(price, inputTokens);
  return BigInt(inputTokens) * input + BigInt(outputTokens) * output + fee;
}

/** How many tokens may be written so that the attempt's bound is at most `pico`; 0 or less when not even its prompt fits. Infinity where writing is free. */
export function affordableOutput(price: Price, inputTokens: number, pico: Pico): number {
  const { input, output, fee } = dearest(price, inputTokens);
  const rest = pico - BigInt(inputTokens) * input - fee;
  if (rest < 0n) return -1;
  return output === 0n ? Infinity : Number(rest / output);
}

/** The dearest of what may be charged for one token read, one written, and the request. */
function dearest(price: Price, inputTokens: number): { input: Pico; output: Pico; fee: Pico } {
  const most = { input: 0n, output: 0n, fee: 0n };
  for (const { prices } of reachable(price, inputTokens)) {
    most.input = max(most.input, prices.input, prices.cachedInput, prices.cacheWrite5m, prices.cacheWrite1h);
    most.output = max(most.output, prices.output, prices.reasoning);
    most.fee = max(most.fee, prices.perRequest);
  }
  return most;
}

/** A prompt that turns out shorter is charged at an earlier step, which may be the dearer one. */
function reachable(price: Price, inputTokens: number): ResolvedPrice[] {
  const thresholds = price.steps.map(({ aboveInputTokens }) => aboveInputTokens + 1).filter((tokens) => tokens <= inputTokens);
  return [0, ...thresholds].map((tokens) => resolvePrice(price, tokens));
}

function max(...amounts: Pico[]): Pico {
  return amounts.reduce((most, amount) => (amount > most ? amount : most));
}
