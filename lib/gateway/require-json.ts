import { ApiError } from "@/lib/core/errors";
import { singleHeader, type Exchange } from "./exchange";

/** A form or a page can send other types across origins without asking; JSON it cannot (Fetch, "CORS-safelisted"). */
export function requireJson(exchange: Pick<Exchange, "headers">): void {
  // As nearly everybody writes it.
  if (exchange.headers["content-type"] === "application/json" && exchange.headers["content-encoding"] === undefined) return;
  const [type = "", ...parameters] = (singleHeader(exchange, "content-type") ?? "").toLowerCase().split(";");
  const charset = parameters.map((each) => each.trim()).find((each) => each.startsWith("charset="));
  if (type.trim() !== "application/json" || (charset !== undefined && !/^charset="?utf-8"?$/.test(charset))) {
    throw new ApiError("unsupported_media_type", 'The body must be JSON in UTF-8: send "Content-Type: application/json".');
  }
  const encoding = singleHeader(exchange, "content-encoding") ?? "identity";
  if (encoding !== "identity") {
    throw new ApiError("unsupported_media_type", `The body may not be encoded (${encoding.slice(0, 40)}). Send it as it is.`);
  }
}
