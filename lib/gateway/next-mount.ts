import { ApiError } from "@/lib/core/errors";
import { getEnv } from "@/lib/env";
import { answerRequest } from "./answer-request";
import { bodyCutShort, bodyTooLarge } from "./body-errors";
import { overloaded } from "./enter-call";
import type { Exchange, Reply } from "./exchange";
import type { Gateway } from "./gateway";
import { healthReply } from "./health";
import { openGateway, type OpenGateway } from "./open-gateway";

/** Next loads a module more than once: the process has one gateway all the same. */
const shared = globalThis as typeof globalThis & { routeledgerGateway?: Promise<OpenGateway> };

function processGateway(): Promise<OpenGateway> {
  shared.routeledgerGateway ??= openGateway(getEnv(), (line) => process.stderr.write(`gateway: ${line}\n`)).catch(
    (error: unknown) => {
      // The next request tries again: the database may be back by then.
      delete shared.routeledgerGateway;
      throw error;
    },
  );
  return shared.routeledgerGateway;
}

/** The route handlers' mount of the pipeline, for `next dev` and `next start`. */
export async function handleRequest(request: Request): Promise<Response> {
  // Behind a gateway's process these routes are not reached, and must not become a second gateway.
  if (getEnv().ROUTELEDGER_GATEWAY_URL !== undefined) return new Response(null, { status: 404 });
  const { gateway } = await processGateway();
  return answerFetch(request, gateway, getEnv().ROUTELEDGER_MAX_BODY_BYTES);
}

/** The same on a given gateway. */
export async function answerFetch(request: Request, gateway: Gateway, maxBodyBytes: number): Promise<Response> {
  const left = new AbortController();
  request.signal.addEventListener("abort", () => {
    left.abort();
  });
  let end: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  const reply = await answerRequest(fetchExchange(request, maxBodyBytes, { signal: left.signal, over }), gateway);
  if (reply.body instanceof Uint8Array) end();
  else reply.body = withEnd(reply.body, end);
  return toResponse(reply, left);
}

async function* withEnd(body: AsyncIterable<Uint8Array>, end: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    end();
  }
}

export async function handleHealth(): Promise<Response> {
  if (getEnv().ROUTELEDGER_GATEWAY_URL !== undefined) return new Response(null, { status: 404 });
  return toResponse(await healthReply((await processGateway()).gateway), new AbortController());
}

function fetchExchange(request: Request, maxBodyBytes: number, open: Pick<Exchange, "signal" | "over">): Exchange {
  return {
    method: request.method,
    path: new URL(request.url).pathname,
    headers: Object.fromEntries(request.headers),
    ...open,
    // Where a body is counted as it comes, nothing need be declared.
    declaredBodyBytes: () => null,
    readBody: (hasRoom) => readBody(request, maxBodyBytes, hasRoom),
  };
}

async function readBody(request: Request, limit: number, hasRoom: (bytes: number) => boolean): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
      length += chunk.byteLength;
      if (length > limit) throw bodyTooLarge(limit);
      if (!hasRoom(chunk.byteLength)) throw overloaded();
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof ApiError ? error : bodyCutShort();
  }
  return Buffer.concat(chunks, length);
}

function toResponse(reply: Reply, left: AbortController): Response {
  const headers = { "cache-control": "no-store", ...reply.headers, "x-content-type-options": "nosniff" };
  const body = reply.body instanceof Uint8Array ? new Uint8Array(reply.body) : toStream(reply.body, left);
  return new Response(body, { status: reply.status, headers });
}

/** Read as fast as the client reads. A client that leaves aborts the upstream, and the call is settled all the same. */
function toStream(body: AsyncIterable<Uint8Array>, left: AbortController): ReadableStream<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  // Nobody may ever read: what is left is then read here, since its end settles the call.
  const readOn = async () => {
    while (!(await iterator.next()).done);
  };
  if (left.signal.aborted) void readOn();
  else left.signal.addEventListener("abort", () => void readOn(), { once: true });
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const next = await iterator.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: () => {
        left.abort();
      },
    },
    { highWaterMark: 0 },
  );
}
