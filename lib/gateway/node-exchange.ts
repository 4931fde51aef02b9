import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError } from "@/lib/core/errors";
import { bodyCutShort, bodyTooLarge } from "./body-errors";
import type { Exchange, Reply } from "./exchange";

/** Given twice, these would mean one thing to us and another to whoever stands before or behind us. */
const SINGLE = ["host", "authorization", "x-api-key", "content-type", "content-length", "content-encoding"];

/** A reader this slow holds a provider's connection and gets nothing done. */
const CLIENT_STALL_MS = 60_000;

/** The request of a node:http server as the pipeline takes it. */
export function nodeExchange(request: IncomingMessage, path: string, maxBodyBytes: number, signal: AbortSignal): Exchange {
  return {
    method: request.method ?? "GET",
    path,
    headers: request.headers,
    signal,
    readBody: () => readBody(request, maxBodyBytes),
  };
}

/** @throws ApiError when its framing or its headers could be read in two ways */
export function refuseAmbiguous({ rawHeaders, headers, httpVersion }: IncomingMessage): void {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? "";
    if (SINGLE.includes(name) && seen.has(name)) {
      throw new ApiError("invalid_request", `The header "${name}" is given twice. Send it once.`);
    }
    seen.add(name);
  }
  const transfer = headers["transfer-encoding"];
  if (transfer !== undefined && (transfer.toLowerCase() !== "chunked" || httpVersion === "1.0")) {
    throw new ApiError("invalid_request", "Of transfer codings only chunked is understood here, and only in HTTP/1.1.");
  }
}

async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > limit) throw bodyTooLarge(limit);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) throw bodyTooLarge(limit);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof ApiError ? error : bodyCutShort();
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length);
}

/**
 * Sends a reply. Writes a stream as fast as the client reads and no faster; reads it to its end also when the client
 * has left, since its end is where the call is settled.
 */
export async function sendReply(
  response: ServerResponse,
  reply: Reply,
  { unreadBody, left }: { unreadBody: boolean; left: AbortSignal },
): Promise<void> {
  // What is left of a body that was refused unread cannot be told from a next request.
  const connection = unreadBody ? { connection: "close" } : {};
  const common = { ...reply.headers, ...connection, "x-content-type-options": "nosniff" };
  if (reply.body instanceof Uint8Array) {
    response.writeHead(reply.status, { "cache-control": "no-store", ...common, "content-length": reply.body.byteLength });
    response.end(reply.body);
    return;
  }
  response.writeHead(reply.status, common);
  response.flushHeaders();
  for await (const bytes of reply.body) {
    if (!left.aborted && !response.write(bytes)) await drained(response, left);
  }
  response.end();
}

/** Resolves when there is room again or nobody is left; a client that reads nothing for too long is let go. */
function drained(response: ServerResponse, left: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const tooSlow = setTimeout(() => response.destroy(), CLIENT_STALL_MS);
    const done = () => {
      clearTimeout(tooSlow);
      response.off("drain", done);
      left.removeEventListener("abort", done);
      resolve();
    };
    response.on("drain", done);
    left.addEventListener("abort", done);
  });
}
