import type { Answer, Step, StreamEvent } from "@/lib/practice/dialect";
import { logprobsOf, toolCallId } from "./completion";

export const DONE: StreamEvent = { name: null, data: "[DONE]" };

/** A server-sent event without a name, as all of OpenAI's are. */
export function chunkEvent(data: unknown): StreamEvent {
  return { name: null, data: JSON.stringify(data) };
}

/** Text of a tool call goes into its arguments, after a first delta that names the tool. */
function openingDelta(answer: Answer): object {
  if (answer.toolName === null) return { role: "assistant", content: "", refusal: null };
  const call = { index: 0, id: toolCallId(answer), type: "function", function: { name: answer.toolName, arguments: "" } };
  return { role: "assistant", content: null, tool_calls: [call], refusal: null };
}

function textDelta({ toolName }: Answer, piece: string): object {
  return toolName === null ? { content: piece } : { tool_calls: [{ index: 0, function: { arguments: piece } }] };
}

/** All steps of a stream, in order. Usage comes only when it was asked for, and then every chunk has the key. */
export function* chunkSteps(answer: Answer, includeUsage: boolean): Generator<Step> {
  const head = {
    id: `chatcmpl-practice-${answer.number}`,
    object: "chat.completion.chunk",
    created: answer.created,
    model: answer.model,
    service_tier: "default",
    system_fingerprint: "fp_practice",
  };
  const chunk = (choices: object[], usage: unknown = null) => chunkEvent({ ...head, choices, ...(includeUsage ? { usage } : {}) });
  const one = (index: number, delta: object, finish: string | null = null, logprobs: object | null = null) =>
    chunk([{ index, delta, logprobs, finish_reason: finish }]);
  const indexes = Array.from({ length: answer.choices }, (_, index) => index);

  if (includeUsage && answer.earlyUsage !== undefined) yield { part: "frame", event: chunk([], answer.earlyUsage) };
  if (indexes.length === 0) yield { part: "frame", event: chunk([]) };
  for (const index of indexes) yield { part: "frame", event: one(index, openingDelta(answer)) };
  for (const piece of answer.reasoning) {
    for (const index of indexes) {
      yield { part: "reasoning", event: answer.reasoningField && one(index, { [answer.reasoningField]: piece }) };
    }
  }
  for (const piece of answer.pieces) {
    const logprobs = answer.logprobs ? logprobsOf([piece]) : null;
    for (const index of indexes) {
      yield { part: "text", event: one(index, textDelta(answer, piece), null, logprobs) };
    }
  }
  if (answer.finishReason !== null) {
    for (const index of indexes) yield { part: "end", event: one(index, {}, answer.finishReason) };
  }
  if (includeUsage && answer.usage !== undefined) yield { part: "end", event: chunk([], answer.usage) };
  if (answer.done) yield { part: "done", event: DONE };
}
