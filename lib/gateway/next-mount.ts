import { ApiError } from "@/lib/core/errors";
import { getEnv } from "@/lib/env";
import { Cancellation } from "@/lib/upstream/cancellation";
import { answerRequest } from "./answer-request";
import { bodyCutShort, bodyTooLarge } from "./body-errors";
import { overloaded } from "./enter-call";
import { endedBy, type Exchange, type Reply, type WriteStream } from "./exchange";
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
  const cancellation = new Cancellation();
  request.signal.addEventListener("abort", () => {
    cancellation.cancel();
  });
  const listeners: (() => void)[] = [];
  const whenOver = (listener: () => void) => void listeners.push(listener);
  const end = () => {
    for (const listener of listeners.splice(0)) listener();
  };
  const reply = await answerRequest(fetchExchange(request, maxBodyBytes, { cancellation, whenOver }), gateway);
  if (reply.body instanceof Uint8Array) end();
  return toResponse(reply, cancellation, end);
}

export async function handleHealth(): Promise<Response> {
  if (getEnv().ROUTELEDGER_GATEWAY_URL !== undefined) return new Response(null, { status: 404 });
  return toResponse(await healthReply((await processGateway()).gateway), new Cancellation(), () => undefined);
}

function fetchExchange(request: Request, maxBodyBytes: number, open: Pick<Exchange, "cancellation" | "whenOver">): Exchange {
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

/** @param end told when the last of it is out */
function toResponse(reply: Reply, cancellation: Cancellation, end: () => void): Response {
  const headers = { "cache-control": "no-store", ...reply.headers, "x-content-type-options": "nosniff" };
  const body = reply.body instanceof Uint8Array ? new Uint8Array(reply.body) : toStream(reply.body, cancellation, end);
  try {
    return new Response(body, { status: reply.status, headers });
  } catch (error) {
    // Nobody will read the stream, whose end settles the call.
    cancellation.cancel();
    throw error;
  }
}

/** Written as fast as the client reads. A client that leaves ends the upstream, and the call is settled all the same. */
function toStream(writeStream: WriteStream, cancellation: Cancellation, end: () => void): ReadableStream<Uint8Array> {
  let goOn: () => void = () => undefined;
  // Nobody may ever read: what is left is then written to nobody, since its end settles the call.
  cancellation.listen(() => {
    goOn();
  });
  let isClosed = false;
  // Where we ended it ourselves its reason is still told.
  const isLeft = () => isClosed || (cancellation.isCancelled && endedBy(cancellation) === null);
  const write = (controller: ReadableStreamDefaultController<Uint8Array>, bytes: Uint8Array) => {
    if (isLeft()) return undefined;
    controller.enqueue(bytes);
    if (cancellation.isCancelled) return undefined;
    return new Promise<void>((resolve) => (goOn = resolve));
  };
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        void writeStream((bytes) => write(controller, bytes)).then(
          () => {
            end();
            if (!isLeft()) controller.close();
          },
          (error: unknown) => {
            end();
            controller.error(error);
          },
        );
      },
      pull: () => {
        goOn();
      },
      cancel: () => {
        isClosed = true;
        cancellation.cancel();
      },
    },
    { highWaterMark: 0 },
  );
}
