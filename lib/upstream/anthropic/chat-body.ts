import { z } from "zod";
import { UnsayableError } from "./unsayable";

/** Anthropic's own marker, which OpenRouter's clients put on parts and tools; it goes on as it came. */
const cached = { cache_control: z.looseObject({}).nullish() };

const textPart = z.object({ type: z.literal("text"), text: z.string(), ...cached });
const imagePart = z.object({ type: z.literal("image_url"), image_url: z.object({ url: z.string() }), ...cached });
const filePart = z.object({
  type: z.literal("file"),
  file: z.object({ file_data: z.string(), filename: z.string().nullish() }),
  ...cached,
});
const refusalPart = z.object({ type: z.literal("refusal"), refusal: z.string() });
const part = z.discriminatedUnion("type", [textPart, imagePart, filePart, refusalPart]);

/** A text alone stands for a list of one. */
const content = z.union([z.string().transform((text) => [{ type: "text" as const, text }]), z.array(part)]);

const toolCall = z.object({
  id: z.string().min(1),
  type: z.literal("function").nullish(),
  function: z.object({ name: z.string().min(1), arguments: z.string() }),
});

/** What a model thought, in OpenRouter's form; other vendors' kinds are read and left aside. */
const reasoningDetail = z.object({
  type: z.string(),
  text: z.string().nullish(),
  signature: z.string().nullish(),
  data: z.string().nullish(),
  format: z.string().nullish(),
  id: z.string().nullish(),
  index: z.int().min(0).nullish().catch(null),
});

const assistant = z.object({
  role: z.literal("assistant"),
  content: content.nullish(),
  tool_calls: z.array(toolCall).nullish(),
  reasoning_details: z.array(reasoningDetail).nullish(),
});

const message = z.discriminatedUnion("role", [
  z.object({ role: z.literal("system"), content }),
  z.object({ role: z.literal("developer"), content }),
  z.object({ role: z.literal("user"), content }),
  z.object({ role: z.literal("tool"), tool_call_id: z.string().min(1), content }),
  assistant,
]);

const tool = z.object({
  type: z.literal("function"),
  function: z.object({ name: z.string().min(1), description: z.string().nullish(), parameters: z.looseObject({}).nullish() }),
  ...cached,
});

const responseFormat = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text") }),
  z.object({ type: z.literal("json_object") }),
  z.object({
    type: z.literal("json_schema"),
    json_schema: z.object({ description: z.string().nullish(), schema: z.looseObject({}).nullish() }),
  }),
]);

/** What this dialect has words for. Seeds, penalties, biases and the like change nothing that must be, and stay behind. */
const schema = z.object({
  messages: z.array(message),
  tools: z.array(tool).nullish(),
  tool_choice: z
    .union([z.enum(["none", "auto", "required"]), z.object({ type: z.literal("function"), function: z.object({ name: z.string() }) })])
    .nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: responseFormat.nullish(),
  max_tokens: z.int().nullish(),
  max_completion_tokens: z.int().nullish(),
  stop: z.union([z.string().transform((text) => [text]), z.array(z.string())]).nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  top_k: z.number().nullish(),
  user: z.string().nullish(),
  reasoning_effort: z.string().nullish(),
  reasoning: z
    .object({ effort: z.string().nullish(), max_tokens: z.int().nullish(), enabled: z.boolean().nullish() })
    .nullish(),
});

export type ChatBody = z.output<typeof schema>;
export type ChatMessage = ChatBody["messages"][number];
export type ContentPart = z.output<typeof part>;
export type ReasoningDetail = z.output<typeof reasoningDetail>;

/** Answers of another kind than asked for would be worse than none. */
const UNSAYABLE: readonly [key: string, isAsked: (value: unknown) => boolean, what: string][] = [
  ["n", (value) => typeof value === "number" && value > 1, "several answers to one request"],
  ["modalities", (value) => Array.isArray(value) && value.some((each) => each !== "text"), "answers other than text"],
  ["functions", (value) => value != null, "functions; send tools"],
  ["web_search_options", (value) => value != null, "OpenAI's web search"],
];

/** @throws UnsayableError naming the field */
export function parseChatBody(body: Uint8Array): ChatBody {
  const json = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
  for (const [key, isAsked, what] of UNSAYABLE) {
    if (isAsked(json[key])) throw new UnsayableError(`"${key}": the Messages API has no ${what}`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { path, text } = innermost(parsed.error.issues[0]);
  throw new UnsayableError(`"${path.join(".")}" cannot be said in the Messages API: ${text}`);
}

/** Of a value that may be a text or a list, what is wrong with the list says more. */
function innermost(issue: z.core.$ZodIssue | undefined, outer: PropertyKey[] = []): { path: string[]; text: string } {
  const path = [...outer, ...(issue?.path ?? [])];
  const inside = issue?.code === "invalid_union" ? issue.errors.at(-1)?.[0] : undefined;
  if (inside && inside.path.length > 0) return innermost(inside, path);
  return { path: path.map(String), text: issue?.message ?? "not valid" };
}
