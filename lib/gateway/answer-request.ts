import { ApiError } from "@/lib/core/errors";
import { newId } from "@/lib/ledger/new-id";
import { describeFault } from "./describe-fault";
import { errorReply } from "./error-reply";
import type { Exchange, Reply } from "./exchange";
import type { Gateway } from "./gateway";
import { dispatch } from "./routes";

/** The pipeline behind both mounts: answers one request, whatever it is. Never throws. */
export async function answerRequest(exchange: Exchange, gateway: Gateway): Promise<Reply> {
  const requestId = newId();
  try {
    return await dispatch(exchange, gateway, requestId);
  } catch (error) {
    if (!(error instanceof ApiError)) gateway.log(`${requestId} ${describeFault(error)}`);
    return errorReply(error, requestId);
  }
}
