import { parseUsage, type Usage } from "@/lib/core/usage";
import { fieldsOf } from "./fields";

/**
 * Anthropic counts what was read from a cache or written to one beside `input_tokens`; ours is everything read
 * (platform.claude.com/docs, prompt caching). null when it is absent or cannot be true.
 */
export function readUsage(reported: unknown): Usage | null {
  const usage = fieldsOf(reported);
  const kinds = fieldsOf(usage.cache_creation);
  const cacheWrite1h = countOf(kinds.ephemeral_1h_input_tokens);
  const written = usage.cache_creation_input_tokens ?? countOf(kinds.ephemeral_5m_input_tokens) + cacheWrite1h;
  const cachedInput = countOf(usage.cache_read_input_tokens);
  return parseUsage({
    input: usage.input_tokens == null ? null : countOf(usage.input_tokens) + cachedInput + countOf(written),
    cachedInput,
    // A cache lives five minutes unless it is said to live an hour.
    cacheWrite5m: countOf(written) - cacheWrite1h,
    cacheWrite1h,
    output: usage.output_tokens,
    reasoning: fieldsOf(usage.output_tokens_details).thinking_tokens,
  });
}

/** NaN, which no usage is believed with, for what is no number. */
function countOf(value: unknown): number {
  return value == null ? 0 : typeof value === "number" && value >= 0 ? value : NaN;
}

/** The same as OpenAI's clients read it, with OpenRouter's name for what was written to a cache. */
export function formatUsage({ input, cachedInput, cacheWrite5m, cacheWrite1h, output, reasoning }: Usage): object {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cachedInput, cache_write_tokens: cacheWrite5m + cacheWrite1h },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}
