import { z } from "zod";
import type { DialectAdapter } from "./dialect";
import { Pool, RefusedAddressError } from "./pool";

const LIMIT_MS = 10_000;
const MAX_BYTES = 8 * 1024 * 1024;

/** OpenAI's and Anthropic's list of models alike; what else stands in it is not read. */
const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

export type ModelsQuestion = {
  adapter: DialectAdapter;
  credential: string | null;
  baseUrl: string;
  /** Whether loopback and private addresses may be reached. */
  privateAllowed: boolean;
};

/** What came of it. The provider's own words are not passed on: they may repeat what they were sent. */
export type ModelsAnswer =
  | { kind: "listed"; models: string[] }
  | { kind: "status"; status: number }
  | { kind: "unreadable" }
  | { kind: "refused"; reason: string }
  | { kind: "silent"; /** Such as ECONNREFUSED; `timeout` after ten seconds. */ code: string };

/** Asks a provider for the list of its models, once: a question that costs nothing and needs the credential. Never throws. */
export async function listModels({ adapter, credential, baseUrl, privateAllowed }: ModelsQuestion): Promise<ModelsAnswer> {
  const pool = new Pool(baseUrl, privateAllowed);
  const signal = AbortSignal.timeout(LIMIT_MS);
  try {
    const connection = pool.take();
    try {
      const headers = ["accept", "application/json", "accept-encoding", "identity", "user-agent", "routeledger", ...adapter.headers(credential)];
      const { statusCode, body } = await connection.client.request({ method: "GET", path: `${pool.basePath}/models`, headers, signal });
      return statusCode === 200 ? readList(await readText(body)) : { kind: "status", status: statusCode };
    } finally {
      connection.destroy(new Error("not needed any more"));
    }
  } catch (error) {
    if (error instanceof RefusedAddressError) return { kind: "refused", reason: error.message };
    return { kind: "silent", code: signal.aborted ? "timeout" : codeOf(error) };
  }
}

/** @returns null when there is more than MAX_BYTES */
async function readText(body: AsyncIterable<Buffer>): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAX_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function readList(text: string | null): ModelsAnswer {
  try {
    return { kind: "listed", models: listSchema.parse(JSON.parse(text ?? "")).data.map(({ id }) => id) };
  } catch {
    return { kind: "unreadable" };
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" ? code : "no answer";
}
