import { ApiError } from "@/lib/core/errors";

export function bodyTooLarge(limit: number): ApiError {
  return new ApiError("body_too_large", `The body is larger than ${limit} bytes. Send less, or raise ROUTELEDGER_MAX_BODY_BYTES.`);
}

export function bodyTooSlow(): ApiError {
  return new ApiError("request_timeout", "The body came too slowly. Send it at once, or over a better line.");
}

/** Nobody reads this: the client has left in the middle of its own request. */
export function bodyCutShort(): ApiError {
  return new ApiError("client_closed_request", "The body was cut short.");
}
