import { findMembers, parseObject } from "@/lib/wire/json-members";
import type { WholeAnswer } from "../dialect";
import { readErrorObject } from "./failure";
import { fieldsOf, textOf, type Fields } from "./fields";
import { finishReasonOf } from "./finish-reason";
import { formatThought } from "./thoughts";
import { JSON_TOOL } from "./tools";
import { formatUsage, readUsage } from "./usage";

/** Reads a message that came in one piece into a chat completion; anything else with a 200 is a failure like any other. */
export function readWhole(bytes: Uint8Array): WholeAnswer {
  let json: Fields;
  try {
    json = fieldsOf(parseObject(bytes).object);
  } catch {
    return { cause: "malformed", detail: "the answer is not a JSON object" };
  }
  if (json.error != null) return readErrorObject(json.error);
  if (!Array.isArray(json.content)) return { cause: "malformed", detail: "the answer has no content" };
  const usage = readUsage(json.usage);
  const { message, contentBytes } = formatMessage(json.content.map(fieldsOf), textOf(json.model));
  const finishReason = finishReasonOf(json.stop_reason, "tool_calls" in message) ?? "stop";
  const completion = {
    id: textOf(json.id),
    object: "chat.completion",
    created: Math.floor(Date.now() / 1_000),
    model: textOf(json.model),
    choices: [
      { index: 0, message, logprobs: null, finish_reason: finishReason },
    ],
    ...(usage ? { usage: formatUsage(usage) } : {}),
  };
  const filtered = contentBytes === 0 && finishReason === "content_filter";
  const body = new TextEncoder().encode(JSON.stringify(completion));
  return { body, members: findMembers(body), usage, contentBytes, filtered };
}

function formatMessage(blocks: readonly Fields[], model: string) {
  const of = (type: string) => blocks.filter((block) => block.type === type);
  const calls = of("tool_use").filter(({ name }) => name !== JSON_TOOL);
  const answer = of("tool_use").find(({ name }) => name === JSON_TOOL);
  // What is said beside an answer in JSON would make it unreadable.
  const text = answer ? inputText(answer.input) : of("text").map((block) => textOf(block.text)).join("");
  const reasoning = of("thinking").map(({ thinking }) => textOf(thinking)).join("");
  const details = blocks.flatMap((block, index) => detailsOf(block, index, model));
  const toolCalls = calls.map(({ id, name, input }) => ({
    id: textOf(id), type: "function", function: { name: textOf(name), arguments: inputText(input) },
  }));
  const message = {
    role: "assistant",
    content: text === "" && toolCalls.length > 0 ? null : text,
    refusal: null,
    ...(reasoning === "" ? {} : { reasoning }),
    ...(details.length > 0 ? { reasoning_details: details } : {}),
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
  };
  const said = [text, reasoning, ...toolCalls.flatMap(({ function: { name, arguments: input } }) => [name, input])];
  return { message, contentBytes: said.reduce((sum, each) => sum + Buffer.byteLength(each), 0) };
}

function detailsOf({ type, thinking, signature, data }: Fields, index: number, model: string) {
  if (type === "redacted_thinking") return [formatThought(model, index, { data: textOf(data) })];
  if (type !== "thinking") return [];
  return [{ ...formatThought(model, index, { text: textOf(thinking) }), signature: textOf(signature) }];
}

function inputText(input: unknown): string {
  return JSON.stringify(input ?? {});
}
