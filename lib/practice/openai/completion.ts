import type { Answer } from "@/lib/practice/dialect";
import type { Tokens } from "@/lib/practice/price";

/** The usage object of OpenAI; with the cost in USD, as brokers add it, unless that is null. */
export function usageOf(tokens: Tokens, cost: number | null): object {
  return {
    prompt_tokens: tokens.promptTokens,
    completion_tokens: tokens.completionTokens,
    total_tokens: tokens.promptTokens + tokens.completionTokens,
    prompt_tokens_details: { cached_tokens: tokens.cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: tokens.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
    ...(cost === null ? {} : { cost }),
  };
}

/** OpenAI's form of log-probabilities; ours are all alike. */
export function logprobsOf(pieces: readonly string[]): object {
  const content = pieces.map((token) => ({ token, logprob: -0.01, bytes: [...Buffer.from(token)], top_logprobs: [] }));
  return { content, refusal: null };
}

export function toolCallId({ number }: Answer): string {
  return `call_practice_${number}`;
}

function message(answer: Answer): object {
  const text = answer.pieces.join("");
  const reasoning = answer.reasoningField ? { [answer.reasoningField]: answer.reasoning.join("") } : {};
  if (answer.toolName === null) return { role: "assistant", content: text, ...reasoning, refusal: null, annotations: [] };
  const call = { id: toolCallId(answer), type: "function", function: { name: answer.toolName, arguments: text } };
  return { role: "assistant", content: null, ...reasoning, tool_calls: [call], refusal: null, annotations: [] };
}

/** A whole answer in OpenAI's form. */
export function completionBody(answer: Answer): object {
  const choice = {
    message: message(answer),
    logprobs: answer.logprobs ? logprobsOf(answer.pieces) : null,
    finish_reason: answer.finishReason ?? "stop",
  };
  return {
    id: `chatcmpl-practice-${answer.number}`,
    object: "chat.completion",
    created: answer.created,
    model: answer.model,
    choices: Array.from({ length: answer.choices }, (_, index) => ({ index, ...choice })),
    usage: answer.usage,
    service_tier: "default",
    system_fingerprint: "fp_practice",
  };
}
