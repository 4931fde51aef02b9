import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import type { AnswerRequest } from "@/lib/practice/dialect";
import { contentText, parseJson, RequestError } from "@/lib/practice/request";

const content = z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]);
const format = z.looseObject({ type: z.string() }).nullish();
const unread = z.unknown().optional();

// Tools of the provider's own bring a type in place of a schema.
const tool = z
  .looseObject({ name: z.string().min(1), type: z.string().nullish(), input_schema: z.record(z.string(), z.unknown()).optional() })
  .refine(({ type, input_schema: schema }) => schema !== undefined || (type && type !== "custom"), { path: ["input_schema"], message: "Field required" });

// Strict, as the API is: a field of another dialect that slipped through a translation is refused.
const messagesSchema = z.strictObject({
  model: z.string().min(1).max(256),
  max_tokens: z.int().min(1),
  messages: z.array(z.looseObject({ role: z.enum(["user", "assistant"]), content })).min(1),
  system: content.optional(),
  stream: z.boolean().optional(),
  tools: z.array(tool).optional(),
  tool_choice: z.looseObject({ type: z.enum(["auto", "any", "tool", "none"]), name: z.string().optional() }).optional(),
  output_config: z.looseObject({ format }).optional(),
  output_format: format,
  temperature: z.number().min(0).max(1).optional(),
  top_p: z.number().min(0).max(1).optional(),
  top_k: z.int().min(0).optional(),
  stop_sequences: z.array(z.string().min(1)).optional(),
  cache_control: unread, container: unread, context_management: unread, inference_geo: unread, mcp_servers: unread,
  metadata: unread, service_tier: unread, speed: unread, thinking: unread,
});
type MessagesRequest = z.output<typeof messagesSchema>;

function findToolName({ tools, tool_choice: choice }: MessagesRequest): string | null {
  if (choice?.type === "none") return null;
  return choice?.name ?? tools?.[0]?.name ?? null;
}

function refuse(message: string): RequestError {
  return new RequestError(400, message);
}

/** Throws RequestError (400) that names the first offending field. */
export function parseMessagesRequest(text: string, headers: IncomingHttpHeaders): AnswerRequest {
  if (!headers["anthropic-version"]) throw refuse("anthropic-version: header is required");
  const result = messagesSchema.safeParse(parseJson(text));
  if (!result.success) {
    const issue = result.error.issues[0];
    throw refuse(`${issue?.path.join(".") || "body"}: ${issue?.message}`);
  }
  const request = result.data;
  const toolName = findToolName(request);
  const instructions = request.system === undefined ? [] : [contentText(request.system)];
  return {
    model: request.model,
    stream: request.stream ?? false,
    includeUsage: true,
    choices: 1,
    maxTokens: request.max_tokens,
    json: (request.output_config?.format ?? request.output_format)?.type === "json_schema",
    logprobs: false,
    toolName,
    toolForced: toolName !== null && (request.tool_choice?.type === "tool" || request.tool_choice?.type === "any"),
    texts: [...instructions, ...request.messages.map((message) => contentText(message.content))],
    lastUserText: contentText(request.messages.findLast(({ role }) => role === "user")?.content),
  };
}
