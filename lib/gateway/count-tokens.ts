import { TextTokens } from "./text-tokens";
import { TokenMemory } from "./token-memory";

/**
 * OpenAI's own count of a chat (its cookbook, "How to count tokens with tiktoken"): each message has three tokens and its
 * role around it, a name one more, and three begin the answer.
 */
const MESSAGE_TOKENS = 4;
const NAME_TOKENS = 1;
const ANSWER_TOKENS = 3;
/** What OpenAI takes for an image of 1,024 pixels square (85 + 4 × 170), and for any in low detail. */
export const IMAGE_TOKENS = 765;
export const LOW_DETAIL_TOKENS = 85;
/** About a megabyte. */
const REMEMBERED_TEXTS = 10_000;
/** The tokenizer keeps words that it has cut: a fifth of its default is enough for prose, and 20 MB at the very most. */
const KEPT_WORDS = 20_000;

const memory = new TokenMemory(REMEMBERED_TEXTS);
let encodedLength: ((text: string) => number) | null = null;

/** Loads the tokenizer, once. It stops all else for an eighth of a second, so it is loaded before it is needed. */
export async function loadTokenizer(): Promise<void> {
  if (encodedLength) return;
  const { countTokens, setMergeCacheSize } = await import("gpt-tokenizer/encoding/o200k_base");
  setMergeCacheSize(KEPT_WORDS);
  // What a prompt says is text, also where it reads like a special token.
  const options = { disallowedSpecial: new Set<string>() };
  encodedLength = (text) => countTokens(text, options);
}

/**
 * How many tokens a prompt has, by o200k: exact for text at OpenAI's newer models, within some percent elsewhere. An image
 * counts as one of 1,024 pixels square, and so does every other part that is not text. null when the tokenizer is not
 * loaded, or the tools are nested too deep to be written.
 * @param now milliseconds, monotonic; counting goes on for 25 ms at the most and is extrapolated then
 */
export function countPromptTokens(messages: unknown[], tools: unknown, now = () => performance.now()): number | null {
  if (!encodedLength) return null;
  const definitions = writeTools(tools);
  if (definitions === null) return null;
  const texts = new TextTokens(encodedLength, memory, now);
  const count = (text: unknown) => (typeof text === "string" && text !== "" ? texts.count(text) : 0);
  return messages.reduce<number>((sum, message) => sum + countMessage(message, count), ANSWER_TOKENS + count(definitions));
}

type Count = (text: unknown) => number;

function countMessage(message: unknown, count: Count): number {
  const { name, content, refusal, tool_calls: toolCalls, function_call: functionCall } = asObject(message);
  let tokens = MESSAGE_TOKENS + count(content) + count(refusal) + countFunction(functionCall, count);
  if (typeof name === "string") tokens += NAME_TOKENS + count(name);
  for (const part of asList(content)) tokens += countPart(part, count);
  for (const call of asList(toolCalls)) tokens += countFunction(asObject(call).function, count);
  return tokens;
}

function countPart(part: unknown, count: Count): number {
  const { type, text, refusal, image_url: image } = asObject(part);
  if (type === "text" || type === "refusal") return count(text) + count(refusal);
  return asObject(image).detail === "low" ? LOW_DETAIL_TOKENS : IMAGE_TOKENS;
}

function countFunction(called: unknown, count: Count): number {
  const { name, arguments: args } = asObject(called);
  return count(name) + count(args);
}

function writeTools(tools: unknown): string | null {
  if (asList(tools).length === 0) return "";
  try {
    return JSON.stringify(tools);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const NOTHING: Record<string, unknown> = {};

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : NOTHING;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
