import { Pool, RefusedAddressError } from "@/lib/upstream/pool";
import { checkFeedUrl } from "./check-url";
import { FeedError } from "./feed-error";

const MAX_BYTES = 24 * 1024 * 1024;
const MAX_REDIRECTS = 3;
const LIMIT_MS = 30_000;

export type FetchLimits = { privateAllowed: boolean; signal: AbortSignal; maxBytes?: number; limitMs?: number; /** For all parts of a feed together. */ wholeMs?: number };
type Answer = { status: number; text: string; location: string | null };

/**
 * The whole body behind an address, as text. Wherever it redirects to is held to the same rules, and every connection
 * to the address that it ends at; null for 404. @throws FeedError
 */
export async function fetchBody(address: string, limits: FetchLimits): Promise<string | null> {
  let at = address;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const checked = checkFeedUrl(at, limits.privateAllowed);
    if (checked.refused !== undefined) throw new FeedError(redirects === 0 ? `its address ${checked.refused}` : `it redirects to an address that ${checked.refused}`);
    const { status, text, location } = await request(checked.url, limits);
    if (location === null) {
      if (status === 404) return null;
      if (status !== 200) throw new FeedError(`it answered with status ${status}`);
      return text;
    }
    if (!URL.canParse(location, checked.url)) throw new FeedError("it redirects to something that is no address");
    at = new URL(location, checked.url).href;
  }
  throw new FeedError(`it redirects more than ${MAX_REDIRECTS} times`);
}

async function request(url: URL, { privateAllowed, signal, maxBytes = MAX_BYTES, limitMs = LIMIT_MS }: FetchLimits): Promise<Answer> {
  const timeout = AbortSignal.timeout(limitMs);
  try {
    const connection = new Pool(url.origin, privateAllowed).take();
    try {
      const { statusCode, headers, body } = await connection.client.request({
        method: "GET", path: url.pathname + url.search, signal: AbortSignal.any([timeout, signal]),
        headers: ["accept", "application/json", "accept-encoding", "identity", "user-agent", "routeledger"],
      });
      const { location, "content-encoding": encoding } = headers;
      if (statusCode >= 300 && statusCode < 400) return { status: statusCode, text: "", location: typeof location === "string" ? location : "" };
      if (statusCode !== 200) return { status: statusCode, text: "", location: null };
      if (encoding !== undefined && encoding !== "identity") throw new FeedError("its answer is compressed, which was not asked for");
      return { status: statusCode, text: await readText(body, maxBytes), location: null };
    } finally {
      connection.destroy(new Error("not needed any more"));
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FeedError) throw error;
    if (error instanceof RefusedAddressError) throw new FeedError("it leads to a private network address");
    if (timeout.aborted) throw new FeedError(`it did not answer whole within ${limitMs / 1000} s`);
    const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "no answer";
    throw new FeedError(`it could not be reached (${code})`);
  }
}

async function readText(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw new FeedError(`its answer is larger than ${Math.round(maxBytes / 1024 / 1024)} MiB`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new FeedError("its answer is not text in UTF-8");
  }
}
