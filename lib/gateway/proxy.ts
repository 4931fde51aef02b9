import http from "node:http";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream";

/** Meant for one connection only (RFC 9110, 7.6.1): they do not travel on. */
const HOP_BY_HOP = new Set([
  "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
  "transfer-encoding", "upgrade",
]);

/** Without a byte either way: nobody is there any more, or wants to hold a page's connection. */
const IDLE_MS = 300_000;

const agent = new http.Agent({ keepAlive: true, maxFreeSockets: 32 });

/** Hands a request on to the pages, which listen on loopback alone, and their answer back. */
export function proxyRequest(request: http.IncomingMessage, response: http.ServerResponse, target: URL): void {
  // Ends the connection, since nobody listens to it.
  response.setTimeout(IDLE_MS);
  // A body cannot be sent twice: such a request gets a connection of its own, which nobody is just closing.
  if (hasBody(request)) forward(request, response, target, { agent: false, onReset: null });
  else forward(request, response, target, { agent, onReset: () => { forward(request, response, target, { agent: false, onReset: null }); } });
}

/** `onReset`: a kept connection was closed by its other end as it was taken, so that nobody has heard of the request. */
type Way = { agent: http.Agent | false; onReset: (() => void) | null };

function forward(request: http.IncomingMessage, response: http.ServerResponse, target: URL, { agent: through, onReset }: Way): void {
  const onward = http.request(target, {
    agent: through,
    method: request.method,
    path: request.url,
    headers: { ...forwarded(request, withoutHopByHop(request.headers)), ...framing(request) },
  });
  onward.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, withoutHopByHop(answer.headers));
    pipeline(answer, response, () => undefined);
  });
  onward.on("error", (error: NodeJS.ErrnoException) => {
    if (response.headersSent || response.destroyed) response.destroy();
    else if (onReset && onward.reusedSocket && error.code === "ECONNRESET") onReset();
    else response.writeHead(502, { "content-type": "text/plain" }).end("The pages are not answering yet. Reload in a moment.\n");
  });
  response.on("close", () => onward.destroy());
  if (hasBody(request)) pipeline(request, onward, () => undefined);
  else onward.end();
}

/** RFC 9112, 6: a request has a body when one of these fields says so. */
function hasBody({ headers }: http.IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || headers["content-length"] !== undefined;
}

/** Web sockets: the development server reloads pages over one. */
export function proxyUpgrade(request: http.IncomingMessage, socket: Duplex, head: Buffer, target: URL): void {
  const onward = http.request(target, {
    method: request.method,
    path: request.url,
    headers: forwarded(request, request.headers),
  });
  onward.on("upgrade", (answer, other, otherHead) => {
    const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}`);
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("\r\n")}\r\n\r\n`);
    socket.write(otherHead);
    other.write(head);
    pipeline(socket, other, () => undefined);
    pipeline(other, socket, () => undefined);
  });
  onward.on("response", () => socket.destroy());
  onward.on("error", () => socket.destroy());
  socket.on("error", () => onward.destroy());
  onward.end();
}

/** A body without a length is framed anew: node:http frames none of its own for GET, and its bytes would be requests. */
function framing(request: http.IncomingMessage): http.OutgoingHttpHeaders {
  return request.headers["transfer-encoding"] === undefined ? {} : { "transfer-encoding": "chunked" };
}

function withoutHopByHop(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
  const named = (headers.connection ?? "").toLowerCase().split(",").map((name) => name.trim());
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.includes(name)));
}

/** What the client said of its own origin is not believed: only what this connection shows. */
function forwarded(request: http.IncomingMessage, headers: http.OutgoingHttpHeaders): http.OutgoingHttpHeaders {
  return {
    ...headers,
    "x-forwarded-for": request.socket.remoteAddress ?? "",
    "x-forwarded-host": request.headers.host ?? "",
    "x-forwarded-proto": "http",
  };
}
