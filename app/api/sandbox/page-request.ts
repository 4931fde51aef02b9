import { JSON_LINES } from "@/lib/wire/json-lines";
import { readText } from "./read-text";

const MAX_BYTES = 262_144;

/** Browsers say where a request comes from, and send no JSON elsewhere without asking; the cookie stays home besides. */
export function isOfOwnPage({ headers }: Request): boolean {
  const site = headers.get("sec-fetch-site");
  return (site === null || site === "same-origin") && headers.get("content-type")?.startsWith("application/json") === true;
}

/** What the sandbox's page asks for. @param refusal makes an error of why it cannot be read, a sentence without its full stop */
export async function readPageRequest(request: Request, refusal: (why: string) => Error): Promise<unknown> {
  const text = await readText(request, MAX_BYTES).catch(() => { throw refusal("The question cannot be read: it is not UTF-8"); });
  if (text === null) throw refusal("The scenario is too long");
  try {
    return JSON.parse(text);
  } catch {
    throw refusal("The question cannot be read: it is not JSON");
  }
}

/** An answer line by line, which no proxy may hold back. */
export function answerInLines(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { headers: { "content-type": JSON_LINES, "cache-control": "no-store, no-transform" } });
}

export function refuse(error: string, status: number): Response {
  return Response.json({ error }, { status });
}
