import http from "node:http";
import type { Duplex } from "node:stream";
import { answerRequest } from "./answer-request";
import { errorReply } from "./error-reply";
import type { Gateway } from "./gateway";
import { healthReply } from "./health";
import { nodeExchange, sendReply } from "./node-exchange";
import { proxyRequest, proxyUpgrade } from "./proxy";
import { isApiPath } from "./paths";

export type ServerOptions = {
  gateway: Gateway;
  maxBodyBytes: number;
  /** Where the pages are; null when nobody serves any. */
  pagesUrl: URL | null;
};

/** The raw mount: the gateway on node:http, with everything that is not the API handed on to the pages. */
export function createServer(options: ServerOptions): http.Server {
  const server = http.createServer(
    {
      // Slow headers are an attack, slow bodies are prompts on a bad line.
      headersTimeout: 10_000,
      requestTimeout: 120_000,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 75_000,
      maxHeaderSize: 16_384,
    },
    (request, response) => void answer(request, response, options),
  );
  server.maxHeadersCount = 100;
  server.on("upgrade", (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
    if (options.pagesUrl && !isApiPath(pathOf(request) ?? "/v1")) proxyUpgrade(request, socket, head, options.pagesUrl);
    else socket.destroy();
  });
  return server;
}

/** The path without its query; null for targets that are not a path (RFC 9112, 3.2). */
function pathOf(request: http.IncomingMessage): string | null {
  const target = request.url ?? "";
  return target.startsWith("/") ? (target.split("?", 1)[0] ?? "/") : null;
}

async function answer(request: http.IncomingMessage, response: http.ServerResponse, options: ServerOptions): Promise<void> {
  const path = pathOf(request);
  response.on("error", () => undefined);
  if (path === null) {
    response.writeHead(400, { connection: "close" }).end();
  } else if (isApiPath(path)) {
    await answerApi(request, response, path, options);
  } else if (path === "/api/health") {
    await sendReply(response, await healthReply(options.gateway), false);
  } else if (options.pagesUrl) {
    proxyRequest(request, response, options.pagesUrl);
  } else {
    response.writeHead(404).end();
  }
}

async function answerApi(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  path: string,
  { gateway, maxBodyBytes }: ServerOptions,
): Promise<void> {
  const left = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) left.abort();
  });
  let reply;
  try {
    reply = await answerRequest(nodeExchange(request, path, maxBodyBytes, left.signal), gateway);
  } catch (error) {
    reply = errorReply(error, null);
  }
  await sendReply(response, reply, !request.complete);
}
