import type { IncomingMessage } from "node:http";

const BODY_LIMIT = 64 * 1024 * 1024;

/** A request that a provider would refuse too; `status` and the fields of the error go into the answer. */
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

/** The text of a message's content: a string, or all text in a list of parts, that of tool results included. */
export function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  const texts = content.map((part: unknown) => {
    if (typeof part !== "object" || part === null) return "";
    if ("text" in part && typeof part.text === "string") return part.text;
    return "type" in part && part.type === "tool_result" && "content" in part ? contentText(part.content) : "";
  });
  return texts.join("");
}

/** A repeatable stand-in for a tokenizer: 3 + Σ (3 + ⌈UTF-8 bytes / 4⌉ of each message's text). */
export function countPromptTokens(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + 3 + Math.ceil(Buffer.byteLength(text) / 4), 3);
}
