import type { Fault } from "./fault";
import { jsonPieces, textPieces, wordPieces } from "./pieces";
import { costPico, type Tokens, usdNumber } from "./price";
import { type ChatRequest, countPromptTokens, lastUserText } from "./request";
import type { ModelScript } from "./script";

/** All that is known of an answer before its first byte. Tokens are those of one choice, unless said otherwise. */
export type Answer = {
  id: string;
  /** Unix time in seconds. */
  created: number;
  model: string;
  choices: number;
  reasoning: readonly string[];
  reasoningField: "reasoning" | "reasoning_content" | null;
  pieces: readonly string[];
  tool: { id: string; name: string } | null;
  logprobs: boolean;
  /** Null: the stream ends without one. */
  finishReason: string | null;
  done: boolean;
  /** Of the whole request, over all choices. */
  tokens: Tokens;
  /** As it goes onto the wire; undefined leaves it out. */
  usage: unknown;
};

function findToolName(request: ChatRequest): string | null {
  if (request.tool_choice === "none") return null;
  const chosen = typeof request.tool_choice === "object" ? request.tool_choice?.function?.name : undefined;
  return chosen ?? request.tools?.find((tool) => tool.function)?.function?.name ?? null;
}

function visiblePieces(request: ChatRequest, script: ModelScript, isToolCall: boolean, count: number): string[] {
  if (isToolCall) return textPieces(JSON.stringify(script.toolArguments), count);
  if (script.answer !== null) return textPieces(script.answer, count);
  if (script.echo) return textPieces(lastUserText(request), count);
  const isJson = request.response_format?.type.startsWith("json") ?? false;
  return isJson ? jsonPieces(count) : wordPieces(count);
}

/** The usage object of OpenAI; with the cost, as brokers add it, when the script says so. */
function usageOf(tokens: Tokens, script: ModelScript): object {
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
    ...(script.reportCost && script.price ? { cost: usdNumber(costPico(script.price, tokens)) } : {}),
  };
}

function countTokens(request: ChatRequest, script: ModelScript, choices: number, completion: number, reasoning: number): Tokens {
  const promptTokens = script.promptTokens === "count" ? countPromptTokens(request) : script.promptTokens;
  return {
    promptTokens,
    cachedTokens: Math.min(script.cachedTokens, promptTokens),
    completionTokens: choices * completion,
    reasoningTokens: choices * reasoning,
  };
}

function scriptedUsage(fault: Fault | null, usage: object): unknown {
  if (fault?.kind === "missing_usage") return undefined;
  return fault?.kind === "bad_usage" ? fault.usage : usage;
}

function scriptedFinish(fault: Fault | null, reason: string): string | null {
  if (fault?.kind === "no_done" && !fault.finish) return null;
  return fault?.kind === "finish_reason" ? fault.reason : reason;
}

/** Works the answer out in full: what is sent later is this, or less of it. */
export function prepareAnswer(request: ChatRequest, script: ModelScript, fault: Fault | null, number: string): Answer {
  const limit = Math.min(request.max_tokens ?? Infinity, request.max_completion_tokens ?? Infinity);
  const completion = Math.min(script.answerTokens, limit);
  const reasoning = Math.min(script.reasoningTokens, completion);
  const choices = fault?.kind === "empty_choices" ? 0 : (request.n ?? 1);
  const toolName = script.tool ? findToolName(request) : null;
  const scriptedPieces = Math.max(0, script.answerTokens - script.reasoningTokens);
  const tokens = countTokens(request, script, choices, completion, reasoning);
  const finishReason = completion < script.answerTokens ? "length" : toolName === null ? "stop" : "tool_calls";
  return {
    id: `chatcmpl-practice-${number}`,
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    choices,
    reasoning: wordPieces(reasoning),
    reasoningField: script.showReasoning,
    pieces: visiblePieces(request, script, toolName !== null, scriptedPieces).slice(0, completion - reasoning),
    tool: toolName === null ? null : { id: `call_practice_${number}`, name: toolName },
    logprobs: request.logprobs ?? false,
    finishReason: scriptedFinish(fault, finishReason),
    done: fault?.kind !== "no_done",
    tokens,
    usage: scriptedUsage(fault, usageOf(tokens, script)),
  };
}

/** OpenAI's form of log-probabilities; ours are all alike. */
export function logprobsOf(pieces: readonly string[]): object {
  const content = pieces.map((token) => ({ token, logprob: -0.01, bytes: [...Buffer.from(token)], top_logprobs: [] }));
  return { content, refusal: null };
}
