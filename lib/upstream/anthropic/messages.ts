import { parseObject } from "@/lib/wire/json-members";
import type { ChatMessage } from "./chat-body";
import { formatContent, type Block } from "./content";
import { interleave, parseThoughts } from "./thoughts";
import { UnsayableError } from "./unsayable";

export type Turn = { role: "user" | "assistant"; content: Block[] };

type Assistant = Extract<ChatMessage, { role: "assistant" }>;

/**
 * The conversation in Anthropic's form: instructions apart, wherever they stood, since turns are the user's and the
 * assistant's alone; and turns of one role in a row made one, since they alternate.
 * @throws UnsayableError
 */
export function formatMessages(messages: readonly ChatMessage[], upstreamModel: string): { system: Block[]; turns: Turn[] } {
  const system: Block[] = [];
  const turns: Turn[] = [];
  for (const message of messages) {
    if (message.role === "system" || message.role === "developer") {
      system.push(...formatContent(message.content));
      continue;
    }
    const role = message.role === "assistant" ? "assistant" : "user";
    const content = formatTurn(message, upstreamModel);
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else if (content.length > 0) turns.push({ role, content });
  }
  if (turns.length === 0 && system.length === 0) throw new UnsayableError("none of the messages says anything");
  // Instructions alone are a request in OpenAI's form; here somebody must have spoken.
  if (turns.length === 0) return { system: [], turns: [{ role: "user", content: system }] };
  return { system, turns: trimPrefill(turns) };
}

/** An answer that is to be continued may not end with white space. */
function trimPrefill(turns: Turn[]): Turn[] {
  const block = turns.at(-1)?.role === "assistant" ? turns.at(-1)?.content.at(-1) : undefined;
  if (block?.type === "text") block.text = String(block.text).trimEnd();
  return turns;
}

function formatTurn(message: Exclude<ChatMessage, { role: "system" | "developer" }>, upstreamModel: string): Block[] {
  if (message.role === "user") return formatContent(message.content);
  if (message.role === "assistant") return formatAssistant(message, upstreamModel);
  const content = formatContent(message.content);
  return [{ type: "tool_result", tool_use_id: formatToolId(message.tool_call_id), ...(content.length > 0 ? { content } : {}) }];
}

function formatAssistant({ content, tool_calls, reasoning_details }: Assistant, upstreamModel: string): Block[] {
  const calls = (tool_calls ?? []).map(({ id, function: { name, arguments: text } }): Block => ({
    type: "tool_use", id: formatToolId(id), name, input: parseArguments(text),
  }));
  return interleave(parseThoughts(reasoning_details ?? [], upstreamModel), formatContent(content ?? []), calls);
}

/** Other providers' ids have characters that this API refuses, and a fallback brings them here. */
function formatToolId(id: string): string {
  return id.replace(/[^\w-]/g, "_");
}

/**
 * Models call tools without arguments by an empty text too. What another model broke is no fault of the client's, and
 * goes on in the form that the API's guide has for it (platform.claude.com/docs, fine-grained tool streaming).
 */
function parseArguments(text: string): object {
  if (text.trim() === "") return {};
  try {
    // It came as a text inside the body: its depth is checked here for the first time.
    return parseObject(new TextEncoder().encode(text)).object;
  } catch {
    return { INVALID_JSON: text };
  }
}
