import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError } from "@/lib/core/errors";
import type { Exchange, Reply } from "./exchange";

/** Given twice, these would mean one thing to us and another to whoever stands before or behind us. */
const SINGLE = ["host", "authorization", "x-api-key", "content-type", "content-length", "content-encoding"];

/**
 * The request of a node:http server as the pipeline takes it.
 * @throws ApiError when its framing or its headers are ambiguous
 */
export function nodeExchange(request: IncomingMessage, path: string, maxBodyBytes: number, signal: AbortSignal): Exchange {
  refuseAmbiguous(request);
  return {
    method: request.method ?? "GET",
    path,
    headers: request.headers,
    signal,
    readBody: () => readBody(request, maxBodyBytes),
  };
}

function refuseAmbiguous({ rawHeaders, headers }: IncomingMessage): void {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? "";
    if (SINGLE.includes(name) && seen.has(name)) {
      throw new ApiError("invalid_request", `The header "${name}" is given twice. Send it once.`);
    }
    seen.add(name);
  }
  const transfer = headers["transfer-encoding"];
  if (transfer !== undefined && transfer.toLowerCase() !== "chunked") {
    throw new ApiError("invalid_request", "Of transfer codings only chunked is understood here.");
  }
}

function tooLarge(limit: number): ApiError {
  return new ApiError("body_too_large", `The body is larger than ${limit} bytes. Send less, or raise ROUTELEDGER_MAX_BODY_BYTES.`);
}

async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError("client_closed_request", "The body was cut short.");
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length);
}

/**
 * Sends a reply. Writes a stream as fast as the client reads and no faster; reads it to its end also when the client
 * has left, since its end is where the call is settled.
 */
export async function sendReply(response: ServerResponse, reply: Reply, unreadBody: boolean): Promise<void> {
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
    if (!response.destroyed && !response.write(bytes)) await drained(response);
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.on("drain", done);
    response.on("close", done);
  });
}
