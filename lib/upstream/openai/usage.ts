import { parseUsage, type Usage } from "@/lib/core/usage";

type Counts = Record<string, unknown>;

/**
 * OpenAI counts cached tokens inside `prompt_tokens` and reasoning inside `completion_tokens`, which is our own form
 * (platform.openai.com/docs/api-reference/chat/object). null when it is absent or cannot be true.
 */
export function readUsage(usage: unknown): Usage | null {
  if (!isCounts(usage)) return null;
  const prompt = isCounts(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {};
  const completion = isCounts(usage.completion_tokens_details) ? usage.completion_tokens_details : {};
  return parseUsage({
    input: usage.prompt_tokens,
    cachedInput: prompt.cached_tokens,
    output: usage.completion_tokens,
    reasoning: completion.reasoning_tokens,
  });
}

function isCounts(value: unknown): value is Counts {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
