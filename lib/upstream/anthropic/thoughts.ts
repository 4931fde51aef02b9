import type { ReasoningDetail } from "./chat-body";
import type { Block } from "./content";
import { isSameModel } from "./model";

/** OpenRouter's name for what follows, so that its clients send it back. */
const FORMAT = "anthropic-claude-v1";

/** A thinking block and its place in the answer. */
export type Thought = { index: number; block: Block };

/** @param id the model that thought: its signature holds for no other */
export function formatThought(id: string, index: number, part: { text: string } | { signature: string } | { data: string }) {
  const type = "data" in part ? "reasoning.encrypted" : "reasoning.text";
  return { type, ...part, id, format: FORMAT, index };
}

/**
 * The thinking blocks that a client sent back, whole or in the pieces that it got. Those of other models, other vendors
 * or without a signature are left out: the API refuses them.
 */
export function parseThoughts(details: readonly ReasoningDetail[], upstreamModel: string): Thought[] {
  const thoughts: Thought[] = [];
  let text = "";
  for (const detail of details) {
    if (detail.format && detail.format !== FORMAT) continue;
    if (detail.id && !isSameModel(detail.id, upstreamModel)) continue;
    const index = detail.index ?? thoughts.length;
    if (detail.type === "reasoning.encrypted" && detail.data) {
      thoughts.push({ index, block: { type: "redacted_thinking", data: detail.data } });
    }
    if (detail.type !== "reasoning.text") continue;
    text += detail.text ?? "";
    if (!detail.signature) continue;
    thoughts.push({ index, block: { type: "thinking", thinking: text, signature: detail.signature } });
    text = "";
  }
  return thoughts;
}

/** Puts thoughts back where they stood, before the calls that came of them: the API wants the blocks in their order. */
export function interleave(thoughts: readonly Thought[], texts: readonly Block[], calls: readonly Block[]): Block[] {
  const blocks = [...texts];
  for (const { index, block } of thoughts.toSorted((a, b) => a.index - b.index)) blocks.splice(index, 0, block);
  return [...blocks, ...calls];
}
