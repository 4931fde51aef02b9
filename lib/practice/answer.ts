import type { Answer, AnswerRequest, Dialect } from "./dialect";
import type { Fault } from "./fault";
import { jsonPieces, textPieces, wordPieces } from "./pieces";
import { costPico, type Tokens, usdNumber } from "./price";
import { countPromptTokens } from "./request";
import type { ModelScript } from "./script";

function visiblePieces(request: AnswerRequest, script: ModelScript, isToolCall: boolean, count: number): string[] {
  if (isToolCall && script.tool) return textPieces(JSON.stringify(script.toolArguments), count);
  if (script.answer !== null) return textPieces(script.answer, count);
  if (isToolCall) return jsonPieces(count);
  if (script.echo) return textPieces(request.lastUserText, count);
  return request.json ? jsonPieces(count) : wordPieces(count);
}

/** The parts of the prompt come off it one after the other, so that they never make more than the whole. */
function promptParts(request: AnswerRequest, script: ModelScript, hasCacheWrites: boolean) {
  const promptTokens = script.promptTokens === "count" ? countPromptTokens(request.texts) : script.promptTokens;
  const cachedTokens = Math.min(script.cachedTokens, promptTokens);
  if (!hasCacheWrites) return { promptTokens, cachedTokens, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 };
  const cacheWrite5mTokens = Math.min(script.cacheWrite5mTokens, promptTokens - cachedTokens);
  const cacheWrite1hTokens = Math.min(script.cacheWrite1hTokens, promptTokens - cachedTokens - cacheWrite5mTokens);
  return { promptTokens, cachedTokens, cacheWrite5mTokens, cacheWrite1hTokens };
}

type Usage = Pick<Answer, "usage" | "earlyUsage">;

function usageFor(dialect: Dialect, fault: Fault | null, script: ModelScript, tokens: Tokens): Usage {
  if (fault?.kind === "missing_usage") return { usage: undefined, earlyUsage: undefined };
  const cost = script.reportCost && script.price ? usdNumber(costPico(script.price, tokens)) : null;
  const { usage, earlyUsage } = dialect.usage(tokens, cost);
  if (fault?.kind !== "bad_usage") return { usage, earlyUsage };
  const bad = fault.usage === undefined ? dialect.badUsage : fault.usage;
  return { usage: bad, earlyUsage: fault.early ?? (dialect.opensWithUsage ? bad : undefined) };
}

function scriptedFinish(fault: Fault | null, reason: string): string | null {
  if (fault?.kind === "no_done" && !fault.finish) return null;
  return fault?.kind === "finish_reason" ? fault.reason : reason;
}

/** Works the answer out in full: what is sent later is this, or less of it. */
export function prepareAnswer(
  dialect: Dialect,
  request: AnswerRequest,
  script: ModelScript,
  fault: Fault | null,
  number: string,
): Answer {
  const completion = Math.min(script.answerTokens, request.maxTokens);
  const reasoning = Math.min(script.reasoningTokens, completion);
  const choices = fault?.kind === "empty_choices" ? 0 : request.choices;
  const toolName = script.tool || request.toolForced ? request.toolName : null;
  const scriptedPieces = Math.max(0, script.answerTokens - script.reasoningTokens);
  const tokens = {
    ...promptParts(request, script, dialect.hasCacheWrites),
    completionTokens: choices * completion,
    reasoningTokens: choices * reasoning,
  };
  const finishReason = completion < script.answerTokens ? "length" : toolName === null ? "stop" : "tool_calls";
  return {
    number,
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    choices,
    reasoning: wordPieces(reasoning),
    reasoningField: script.showReasoning,
    pieces: visiblePieces(request, script, toolName !== null, scriptedPieces).slice(0, completion - reasoning),
    toolName,
    logprobs: request.logprobs,
    finishReason: scriptedFinish(fault, finishReason),
    done: fault?.kind !== "no_done",
    tokens,
    ...usageFor(dialect, fault, script, tokens),
  };
}
