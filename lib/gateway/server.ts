import http from "node:http";
import type { Duplex } from "node:stream";
import { ApiError } from "@/lib/core/errors";
import { answerRequest } from "./answer-request";
import { errorReply } from "./error-reply";
import type { Gateway } from "./gateway";
import { healthReply } from "./health";
import { nodeExchange, refuseAmbiguous, sendReply } from "./node-exchange";
import { proxyRequest, proxyUpgrade } from "./proxy";
import { isApiPath } from "./paths";

export type ServerOptions = {
  gateway: Gateway;
  maxBodyBytes: number;
  /** Where the pages are; null when nobody serves any. */
  pagesUrl: URL | null;
  /** Whether web sockets are handed on: only the development server has any. */
  upgrades: boolean;
};

/** The server, and how many requests it has not finished answering: to the last byte, calls and pages alike. */
export type Serving = { server: http.Server; openRequests(): number };

/** The raw mount: the gateway on node:http, with everything that is not the API handed on to the pages. */
export function createServer(options: ServerOptions): Serving {
  const open = new Set<http.ServerResponse>();
  const server = http.createServer(
    {
      // Slow headers are an attack, slow bodies are prompts on a bad line.
      headersTimeout: 10_000,
      requestTimeout: 120_000,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 75_000,
      maxHeaderSize: 16_384,
    },
    (request, response) => {
      const left = trackResponse(request, response, open);
      answer(request, response, left, options).catch((error: unknown) => {
        options.gateway.log(`a request was given up: ${String(error)}`);
        response.destroy();
      });
    },
  );
  server.maxHeadersCount = 100;
  if (options.upgrades) {
    server.on("upgrade", (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
      if (options.pagesUrl) proxyUpgrade(request, socket, head, options.pagesUrl);
      else socket.destroy();
    });
  }
  return { server, openRequests: () => open.size };
}

/** Aborts when the client leaves. A response that waits behind another has no `close` of its own: its socket has. */
function trackResponse(request: http.IncomingMessage, response: http.ServerResponse, open: Set<http.ServerResponse>): AbortSignal {
  const left = new AbortController();
  const { socket } = request;
  const onClosed = () => {
    open.delete(response);
    socket.off("close", onClosed);
    if (response.writableFinished) return;
    response.destroy();
    left.abort();
  };
  open.add(response);
  socket.once("close", onClosed);
  response.once("close", onClosed);
  response.on("error", () => undefined);
  return left.signal;
}

/** `.` and `..` between slashes, plain or encoded, and slashes that stand twice or backwards. */
const AMBIGUOUS_PATH = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)|\/\/|\\|%5c/i;

/** The path without its query; null for targets that two readers could take for different ones (RFC 9112, 3.2). */
function pathOf(request: http.IncomingMessage): string | null {
  const path = (request.url ?? "").split("?", 1)[0] ?? "";
  return path.startsWith("/") && !AMBIGUOUS_PATH.test(path) ? path : null;
}

async function answer(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  left: AbortSignal,
  { gateway, maxBodyBytes, pagesUrl }: ServerOptions,
): Promise<void> {
  const path = pathOf(request);
  try {
    refuseAmbiguous(request);
    if (path === null) throw new ApiError("invalid_request", "The request's target is not a plain path.");
  } catch (error) {
    await sendReply(response, errorReply(error, null), { unreadBody: true, left });
    return;
  }
  if (path === "/api/health") {
    await sendReply(response, await healthReply(gateway), { unreadBody: !request.complete, left });
  } else if (pagesUrl && !isApiPath(path)) {
    proxyRequest(request, response, pagesUrl);
  } else {
    const reply = await answerRequest(nodeExchange(request, path, maxBodyBytes, left), gateway);
    await sendReply(response, reply, { unreadBody: !request.complete, left });
  }
}
