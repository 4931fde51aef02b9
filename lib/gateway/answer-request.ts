import { ApiError } from "@/lib/core/errors";
import { newId } from "@/lib/ledger/new-id";
import { errorReply } from "./error-reply";
import type { Exchange, Reply } from "./exchange";
import type { Gateway } from "./gateway";
import { dispatch } from "./routes";

/** The pipeline behind both mounts: answers one request, whatever it is. Never throws. */
export async function answerRequest(exchange: Exchange, gateway: Gateway): Promise<Reply> {
  const requestId = newId();
  gateway.openCalls += 1;
  let isStreaming = false;
  try {
    const reply = await dispatch(exchange, gateway, requestId);
    if (reply.body instanceof Uint8Array) return reply;
    isStreaming = true;
    return { ...reply, body: untilOver(reply.body, gateway) };
  } catch (error) {
    if (!(error instanceof ApiError)) gateway.log(`${requestId} ${describe(error)}`);
    return errorReply(error, requestId);
  } finally {
    if (!isStreaming) gateway.openCalls -= 1;
  }
}

async function* untilOver(body: AsyncIterable<Uint8Array>, gateway: Gateway): AsyncGenerator<Uint8Array, void> {
  try {
    yield* body;
  } finally {
    gateway.openCalls -= 1;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
