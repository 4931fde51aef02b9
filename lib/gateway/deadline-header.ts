import { ApiError } from "@/lib/core/errors";
import { MAX_TOTAL_MS } from "@/lib/core/profile";
import { singleHeader, type Exchange } from "./exchange";

const HEADER = "x-routeledger-deadline-ms";

/**
 * The whole time that a request allows its call, in milliseconds; null when it says nothing.
 * @throws ApiError `invalid_request`: a deadline that is not understood must not be ignored
 */
export function readDeadline(exchange: Exchange): number | null {
  if (exchange.headers[HEADER] === undefined) return null;
  const text = singleHeader(exchange, HEADER)?.trim() ?? "";
  const ms = /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN;
  if (ms >= 1 && ms <= MAX_TOTAL_MS) return ms;
  throw new ApiError("invalid_request", `The header ${HEADER} must be a whole number of milliseconds from 1 to ${MAX_TOTAL_MS}.`, { param: HEADER });
}
