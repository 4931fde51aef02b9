import http from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { ApiError } from "@/lib/core/errors";
import { answerRequest } from "./answer-request";
import { errorReply } from "./error-reply";
import type { Reply } from "./exchange";
import type { Gateway } from "./gateway";
import { healthReply } from "./health";
import { expectsContinue, nodeExchange, refuseAmbiguous } from "./node-exchange";
import { OpenRequest } from "./open-request";
import { proxyRequest, proxyUpgrade } from "./proxy";
import { isApiPath } from "./paths";
import { CLIENT_TIMES, sendReply, type ClientTimes } from "./send-reply";

export type ServerOptions = {
  gateway: Gateway;
  maxBodyBytes: number;
  /** Where the pages are; null when nobody serves any. */
  pagesUrl: URL | null;
  /** Whether web sockets are handed on: only the development server has any. */
  upgrades: boolean;
  /** How slow clients may be, where that is not the usual. */
  times?: Partial<ClientTimes>;
};

/** The server, and the requests that it has not finished answering: to the last byte, calls and pages alike. */
export type Serving = {
  server: http.Server;
  openRequests(): number;
  /** Ends the calls under way: each client is told `error`, inside its stream or as its answer. */
  endCalls(error: ApiError): void;
};

/** The raw mount: the gateway on node:http, with everything that is not the API handed on to the pages. */
export function createServer(options: ServerOptions): Serving {
  const open = new Set<OpenRequest>();
  const bySocket = new WeakMap<Socket, Set<OpenRequest>>();
  const times = { ...CLIENT_TIMES, ...options.times };
  const onRequest = (request: http.IncomingMessage, response: http.ServerResponse) => {
    const tracked = new OpenRequest(request, response, [open, bySocket.get(request.socket)]);
    answer(tracked, times, options).catch((error: unknown) => {
      options.gateway.log(`a request was given up: ${String(error)}`);
      response.destroy();
    });
  };
  const server = http.createServer(
    {
      headersTimeout: times.headersMs,
      // Bodies have a time of their own (read-body.ts), which ends before this does; those of pages have only this.
      requestTimeout: 1_200_000,
      connectionsCheckingInterval: Math.min(1_000, times.headersMs),
      keepAliveTimeout: 75_000,
      maxHeaderSize: 16_384,
    },
    onRequest,
  );
  // A response that waits behind another has no `close` of its own: its socket has.
  server.on("connection", (socket: Socket) => {
    const requests = new Set<OpenRequest>();
    bySocket.set(socket, requests);
    socket.once("close", () => {
      for (const request of requests) request.close();
    });
  });
  // Whoever waits to be asked for its body is asked when it is read, and not when it is refused.
  server.on("checkContinue", onRequest);
  server.maxHeadersCount = 100;
  // Clients come back to another process now and then, where there are several.
  server.maxRequestsPerSocket = 10_000;
  if (options.upgrades) {
    server.on("upgrade", (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
      if (options.pagesUrl) proxyUpgrade(request, socket, head, options.pagesUrl);
      else socket.destroy();
    });
  }
  return {
    server,
    openRequests: () => open.size,
    endCalls: (error) => {
      for (const { cancellation } of open) cancellation.cancel(error);
    },
  };
}

/** `.` and `..` between slashes, plain or encoded, and slashes that stand twice or backwards. */
const AMBIGUOUS_PATH = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)|\/\/|\\|%5c/i;

/** The path without its query; null for targets that two readers could take for different ones (RFC 9112, 3.2). */
function pathOf(request: http.IncomingMessage): string | null {
  const path = (request.url ?? "").split("?", 1)[0] ?? "";
  return path.startsWith("/") && !AMBIGUOUS_PATH.test(path) ? path : null;
}

async function answer(open: OpenRequest, times: ClientTimes, { gateway, maxBodyBytes, pagesUrl }: ServerOptions): Promise<void> {
  const { request, response, cancellation } = open;
  const path = pathOf(request);
  const send = (reply: Reply, isLast = gateway.isStopping) => sendReply(reply, { request, response, times, isLast, cancellation });
  try {
    refuseAmbiguous(request);
    if (path === null) throw new ApiError("invalid_request", "The request's target is not a plain path.");
  } catch (error) {
    await send(errorReply(error, null), true);
    return;
  }
  if (path === "/api/health") {
    await send(await healthReply(gateway));
  } else if (pagesUrl && !isApiPath(path)) {
    if (expectsContinue(request)) response.writeContinue();
    proxyRequest(request, response, pagesUrl);
  } else {
    await send(await answerRequest(nodeExchange(open, path, { maxBodyBytes, times }), gateway));
  }
}
