import type { Answer } from "@/lib/practice/dialect";
import type { Tokens } from "@/lib/practice/price";

/**
 * Anthropic's usage: `input_tokens` has what was neither read from a cache nor written to one. At the start of a stream
 * hardly anything is generated yet, and how much of it was thinking is said at the end alone.
 */
export function usageOf(tokens: Tokens): { usage: object; earlyUsage: object } {
  const { promptTokens, cachedTokens, cacheWrite5mTokens, cacheWrite1hTokens, completionTokens } = tokens;
  const input = {
    input_tokens: promptTokens - cachedTokens - cacheWrite5mTokens - cacheWrite1hTokens,
    cache_creation_input_tokens: cacheWrite5mTokens + cacheWrite1hTokens,
    cache_read_input_tokens: cachedTokens,
    cache_creation: { ephemeral_5m_input_tokens: cacheWrite5mTokens, ephemeral_1h_input_tokens: cacheWrite1hTokens },
    service_tier: "standard",
  };
  return {
    usage: { ...input, output_tokens: completionTokens, output_tokens_details: { thinking_tokens: tokens.reasoningTokens } },
    earlyUsage: { ...input, output_tokens: Math.min(1, completionTokens) },
  };
}

const STOP_REASONS = new Map([
  ["stop", "end_turn"], ["length", "max_tokens"], ["tool_calls", "tool_use"], ["content_filter", "refusal"],
]);

/** Anthropic's word for OpenAI's finish reason; a scripted word that is nobody's stays as it is. */
export function stopReasonOf(finishReason: string): string {
  return STOP_REASONS.get(finishReason) ?? finishReason;
}

export function messageId({ number }: Answer): string {
  return `msg_practice_${number}`;
}

export function signatureOf({ number }: Answer): string {
  return Buffer.from(`practice signature ${number}`).toString("base64");
}

export type BlockType = "thinking" | "tool_use" | "text";

/** The content blocks of an answer, in order, empty ones left out. */
export function blocksOf({ choices, reasoning, reasoningField, pieces, toolName }: Answer): BlockType[] {
  if (choices === 0) return [];
  const blocks: BlockType[] = [];
  if (reasoningField !== null && reasoning.length > 0) blocks.push("thinking");
  if (pieces.length > 0) blocks.push(toolName === null ? "text" : "tool_use");
  return blocks;
}

/** The arguments of a tool call, or none when a limit has cut them. */
function toolInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** A block without what the deltas of a stream bring. */
export function emptyBlock(answer: Answer, type: BlockType): object {
  if (type === "thinking") return { type, thinking: "", signature: "" };
  if (type === "tool_use") return { type, id: `toolu_practice_${answer.number}`, name: answer.toolName, input: {} };
  return { type, text: "" };
}

function wholeBlock(answer: Answer, type: BlockType): object {
  const text = answer.pieces.join("");
  const empty = emptyBlock(answer, type);
  if (type === "thinking") return { ...empty, thinking: answer.reasoning.join(""), signature: signatureOf(answer) };
  return { ...empty, ...(type === "tool_use" ? { input: toolInput(text) } : { text }) };
}

/** A whole answer in Anthropic's form. */
export function messageBody(answer: Answer): object {
  return {
    id: messageId(answer),
    type: "message",
    role: "assistant",
    model: answer.model,
    content: blocksOf(answer).map((type) => wholeBlock(answer, type)),
    stop_reason: stopReasonOf(answer.finishReason ?? "stop"),
    stop_sequence: null,
    usage: answer.usage,
  };
}
