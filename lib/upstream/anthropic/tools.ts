import type { ChatBody } from "./chat-body";
import type { Block } from "./content";
import type { Turn } from "./messages";
import type { Model } from "./model";
import { UnsayableError } from "./unsayable";

/**
 * JSON mode is a call of this tool, whose arguments are the answer. A name of our own, so that an answer can be told
 * from a call without knowing what was asked.
 */
export const JSON_TOOL = "routeledger_json_answer";

/** Whether a body asks for JSON. Within a text its quotes would be escaped. */
export function isInJsonMode(body: Uint8Array): boolean {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes(`{"name":"${JSON_TOOL}"`);
}

type Tool = { name: string; description?: string; input_schema: object; cache_control?: object };
type Choice = { type: "auto" | "any" | "none" } | { type: "tool"; name: string };

export type Tools = {
  tools: Tool[];
  choice: (Choice & { disable_parallel_tool_use?: true }) | null;
  /** Says what a model must do that cannot be made to. */
  instruction: Block | null;
  /** The API takes no thinking together with a forced tool. */
  forced: boolean;
};

/** @throws UnsayableError */
export function prepareTools(body: ChatBody, turns: readonly Turn[], model: Model): Tools {
  const own = (body.tools ?? []).map(formatTool);
  if (own.some(({ name }) => name === JSON_TOOL)) throw new UnsayableError(`a tool cannot be named ${JSON_TOOL} here`);
  const json = jsonTool(body);
  const tools = json ? [...own, json] : own.length > 0 ? own : toolsOf(turns);
  if (tools.length === 0) return { tools, choice: null, instruction: null, forced: false };
  const wanted = own.length === 0 && !json ? { type: "none" as const } : choose(body, own, json);
  const isForced = wanted.type === "any" || wanted.type === "tool";
  const choice: Choice = isForced && model.thinksUnasked ? { type: "auto" } : wanted;
  return {
    tools,
    choice: body.parallel_tool_calls === false && choice.type !== "none" ? { ...choice, disable_parallel_tool_use: true } : choice,
    instruction: isForced && choice.type === "auto" ? { type: "text", text: instruct(wanted, json !== null) } : null,
    forced: isForced && choice.type !== "auto",
  };
}

function formatTool({ function: { name, description, parameters }, cache_control }: NonNullable<ChatBody["tools"]>[number]): Tool {
  return {
    name,
    ...(description ? { description } : {}),
    input_schema: { type: "object", ...parameters },
    ...(cache_control ? { cache_control } : {}),
  };
}

/** null when no JSON was asked for, or the answer must be a call of a tool of the client's anyway. */
function jsonTool({ response_format: format, tool_choice }: ChatBody): Tool | null {
  if (!format || format.type === "text" || tool_choice === "required" || typeof tool_choice === "object" && tool_choice) return null;
  const { description, schema } = format.type === "json_schema" ? format.json_schema : {};
  const purpose = "Gives the final answer, as the members of this object.";
  return {
    name: JSON_TOOL,
    description: description ? `${purpose} ${description}` : purpose,
    input_schema: { type: "object", ...schema },
  };
}

/** A conversation in which tools were called needs their definitions, also when none may be called any more. */
function toolsOf(turns: readonly Turn[]): Tool[] {
  const names = turns.flatMap(({ content }) => content.flatMap(({ type, name }) => (type === "tool_use" ? [String(name)] : [])));
  return [...new Set(names)].map((name) => ({ name, input_schema: { type: "object" } }));
}

function choose({ tool_choice: choice }: ChatBody, own: Tool[], json: Tool | null): Choice {
  if (typeof choice === "object" && choice !== null) return { type: "tool", name: choice.function.name };
  if (choice === "required") return { type: "any" };
  if (json) return own.length > 0 && choice !== "none" ? { type: "any" } : { type: "tool", name: json.name };
  return { type: choice === "none" ? "none" : "auto" };
}

function instruct(wanted: Choice, isJson: boolean): string {
  if (wanted.type === "tool") return `Answer by calling the tool "${wanted.name}" and write no text beside it.`;
  return isJson
    ? `Answer by calling a tool and write no text beside it; the final answer is a call of "${JSON_TOOL}".`
    : "Answer by calling at least one of the tools.";
}
