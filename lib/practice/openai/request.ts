import { z } from "zod";
import type { AnswerRequest } from "@/lib/practice/dialect";
import { contentText, parseJson, RequestError } from "@/lib/practice/request";

const limit = z.int().min(1).nullish();
const chatSchema = z
  .object({
    model: z.string().min(1).max(256),
    messages: z.array(z.object({ role: z.string(), content: z.unknown().optional() })).min(1),
    stream: z.boolean().nullish(),
    stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
    max_tokens: limit,
    max_completion_tokens: limit,
    n: z.int().min(1).max(128).nullish(),
    logprobs: z.boolean().nullish(),
    tools: z.array(z.object({ function: z.object({ name: z.string() }).optional() })).nullish(),
    tool_choice: z.union([z.string(), z.object({ function: z.object({ name: z.string() }).optional() })]).nullish(),
    response_format: z.object({ type: z.string() }).nullish(),
  })
  .refine((request) => !request.stream_options || request.stream, {
    path: ["stream_options"],
    message: "only allowed when stream is enabled",
  });
type ChatRequest = z.output<typeof chatSchema>;

function findToolName(request: ChatRequest): string | null {
  if (request.tool_choice === "none") return null;
  const chosen = typeof request.tool_choice === "object" ? request.tool_choice?.function?.name : undefined;
  return chosen ?? request.tools?.find((tool) => tool.function)?.function?.name ?? null;
}

/** Throws RequestError (400) that names the first offending parameter. */
export function parseChatRequest(text: string): AnswerRequest {
  const result = chatSchema.safeParse(parseJson(text));
  if (!result.success) {
    const issue = result.error.issues[0];
    const param = issue?.path.join(".") ?? "";
    throw new RequestError(400, `Invalid value for '${param}': ${issue?.message}`, "invalid_value", param || null);
  }
  const request = result.data;
  return {
    model: request.model,
    stream: request.stream ?? false,
    includeUsage: request.stream_options?.include_usage ?? false,
    choices: request.n ?? 1,
    maxTokens: Math.min(request.max_tokens ?? Infinity, request.max_completion_tokens ?? Infinity),
    json: request.response_format?.type.startsWith("json") ?? false,
    logprobs: request.logprobs ?? false,
    toolName: findToolName(request),
    toolForced: false,
    texts: request.messages.map(({ content }) => contentText(content)),
    lastUserText: contentText(request.messages.findLast(({ role }) => role === "user")?.content),
  };
}
