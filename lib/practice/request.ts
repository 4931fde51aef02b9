import type { IncomingMessage } from "node:http";
import { z } from "zod";

const BODY_LIMIT = 64 * 1024 * 1024;

/** A request that OpenAI would refuse too; `status` and the fields of the error go into the answer. */
export class RequestError extends Error {
  override name = "RequestError";
  constructor(
    readonly status: number,
    message: string,
    readonly code: string | null = null,
    readonly param: string | null = null,
  ) {
    super(message);
  }
}

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
export type ChatRequest = z.output<typeof chatSchema>;

function tooLarge(): RequestError {
  return new RequestError(413, `The request body is larger than ${BODY_LIMIT} bytes.`);
}

/** The whole body as text. Throws RequestError (413) when it is too large; rejects when the client leaves. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  if (Number(request.headers["content-length"] ?? 0) > BODY_LIMIT) throw tooLarge();
  let length = 0;
  // Leaving the loop must not destroy the connection: the refusal still has to be sent.
  const incoming: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of incoming) {
    length += chunk.length;
    if (length > BODY_LIMIT) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Throws RequestError (400) unless the text is JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError(400, "We could not parse the JSON body of your request.");
  }
}

/** Throws RequestError (400) that names the first offending parameter. */
export function parseChatRequest(text: string): ChatRequest {
  const result = chatSchema.safeParse(parseJson(text));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const param = issue?.path.join(".") ?? "";
  throw new RequestError(400, `Invalid value for '${param}': ${issue?.message}`, "invalid_value", param || null);
}

/** The text of one message: a string, or the text parts of a list. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  const texts = content.map((part: unknown) => {
    const text: unknown = typeof part === "object" && part !== null && "text" in part ? part.text : "";
    return typeof text === "string" ? text : "";
  });
  return texts.join("");
}

/** What the user said last, for scripts that echo it. */
export function lastUserText(request: ChatRequest): string {
  return textOf(request.messages.findLast((message) => message.role === "user")?.content);
}

/** A repeatable stand-in for a tokenizer: 3 + Σ (3 + ⌈UTF-8 bytes / 4⌉ of each message's text). */
export function countPromptTokens(request: ChatRequest): number {
  const perMessage = request.messages.map(({ content }) => 3 + Math.ceil(Buffer.byteLength(textOf(content)) / 4));
  return perMessage.reduce((sum, tokens) => sum + tokens, 3);
}
