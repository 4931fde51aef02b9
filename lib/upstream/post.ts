import { Pool, RefusedAddressError } from "./pool";

export type Post = {
  /** Checked when it connects: whatever its name leads to by then. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Whether loopback and private addresses may be reached. */
  privateAllowed: boolean;
  limitMs: number;
  signal: AbortSignal;
};

export type PostAnswer =
  | { kind: "status"; status: number }
  | { kind: "refused"; reason: string }
  | { kind: "silent"; /** Such as ECONNREFUSED; `timeout` after the limit. */ code: string };

/** Sends a body to an address that somebody gave, once. Follows nothing, and reads nothing of the answer but its status. Never throws. */
export async function post({ url, headers, body, privateAllowed, limitMs, signal }: Post): Promise<PostAnswer> {
  const { origin, pathname, search } = new URL(url);
  const limit = AbortSignal.timeout(limitMs);
  try {
    const connection = new Pool(origin, privateAllowed).take();
    try {
      const answer = await connection.client.request({
        method: "POST", path: pathname + search, body, signal: AbortSignal.any([limit, signal]),
        headers: { "accept-encoding": "identity", "user-agent": "routeledger", ...headers },
      });
      answer.body.on("error", () => undefined).destroy();
      return { kind: "status", status: answer.statusCode };
    } finally {
      connection.destroy(new Error("not needed any more"));
    }
  } catch (error) {
    if (error instanceof RefusedAddressError) return { kind: "refused", reason: error.message };
    return { kind: "silent", code: limit.aborted ? "timeout" : codeOf(error) };
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" ? code : "no answer";
}
