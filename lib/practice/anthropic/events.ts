import type { Answer, Step, StreamEvent } from "@/lib/practice/dialect";
import { type BlockType, blocksOf, emptyBlock, messageId, signatureOf, stopReasonOf } from "./message";

/** An event whose name is also the `type` of its data, as with all of Anthropic's. */
function namedEvent(type: string, fields: object = {}): StreamEvent {
  return { name: type, data: JSON.stringify({ type, ...fields }) };
}

/** The last event of a stream. */
export const STOP = namedEvent("message_stop");

function opening(answer: Answer): StreamEvent {
  const { model, earlyUsage } = answer;
  return namedEvent("message_start", {
    message: {
      id: messageId(answer), type: "message", role: "assistant", model, content: [],
      stop_reason: null, stop_sequence: null, usage: earlyUsage,
    },
  });
}

function delta(index: number, type: string, fields: object): StreamEvent {
  return namedEvent("content_block_delta", { index, delta: { type, ...fields } });
}

function* thinkingDeltas(answer: Answer, index: number): Generator<Step> {
  for (const thinking of answer.reasoning) yield { part: "reasoning", event: delta(index, "thinking_delta", { thinking }) };
  yield { part: "frame", event: delta(index, "signature_delta", { signature: signatureOf(answer) }) };
}

function* pieceDeltas({ pieces }: Answer, index: number, type: BlockType): Generator<Step> {
  for (const piece of pieces) {
    const isTool = type === "tool_use";
    yield { part: "text", event: isTool ? delta(index, "input_json_delta", { partial_json: piece }) : delta(index, "text_delta", { text: piece }) };
  }
}

/** All steps of a stream, in order. The stop of the last block already belongs to the end. */
export function* eventSteps(answer: Answer): Generator<Step> {
  const blocks = blocksOf(answer);
  yield { part: "frame", event: opening(answer) };
  yield { part: "frame", event: namedEvent("ping") };
  if (answer.choices > 0 && !blocks.includes("thinking")) {
    yield* answer.reasoning.map((): Step => ({ part: "reasoning", event: null }));
  }
  for (const [index, type] of blocks.entries()) {
    yield { part: "frame", event: namedEvent("content_block_start", { index, content_block: emptyBlock(answer, type) }) };
    yield* type === "thinking" ? thinkingDeltas(answer, index) : pieceDeltas(answer, index, type);
    yield { part: index === blocks.length - 1 ? "end" : "frame", event: namedEvent("content_block_stop", { index }) };
  }
  if (answer.finishReason !== null) {
    const end = { stop_reason: stopReasonOf(answer.finishReason), stop_sequence: null };
    yield { part: "end", event: namedEvent("message_delta", { delta: end, usage: answer.usage }) };
  }
  if (answer.done) yield { part: "done", event: STOP };
}
