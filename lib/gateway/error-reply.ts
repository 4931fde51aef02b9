import { ApiError, errorType } from "@/lib/core/errors";
import { jsonReply, type Reply } from "./exchange";

/** Trying again changes nothing about these: SDKs are told, or they would repeat the request twice more. */
const POINTLESS_TO_RETRY = new Set([400, 401, 402, 403, 404, 405, 413, 415, 422]);

/**
 * The error as it stands in a whole answer, in OpenAI's form; `code` is text here and a number in streams. Only a call
 * for which somebody was asked has a record to name.
 */
export function errorBody(error: ApiError, callId: string | null) {
  const { message, code, param, attempts, dropped, budget } = error;
  return {
    error: {
      message, type: errorType(code), code, param,
      metadata: { call_id: attempts.length > 0 ? callId : null, attempts, ...(dropped.length > 0 ? { dropped } : {}), ...(budget ? { budget } : {}) },
    },
  };
}

export function errorReply(error: unknown, callId: string | null): Reply {
  const known = error instanceof ApiError ? error : internal();
  const headers: Record<string, string> = { ...known.headers };
  if (callId !== null) headers["x-request-id"] = callId;
  if (known.retryAfterS !== null) headers["retry-after"] = String(known.retryAfterS);
  if (known.allow !== null) headers.allow = known.allow;
  // A budget may have room again in a moment, and then says when.
  if (POINTLESS_TO_RETRY.has(known.status) && known.retryAfterS === null) headers["x-should-retry"] = "false";
  if (known.status === 401) headers["www-authenticate"] = "Bearer";
  return jsonReply(known.status, errorBody(known, callId), headers);
}

function internal(): ApiError {
  return new ApiError("internal_error", "Something went wrong on our side. The log names this request's id.");
}
