import type { IncomingMessage } from "node:http";
import { ApiError } from "@/lib/core/errors";
import { bodyTooLarge } from "./body-errors";
import type { Exchange } from "./exchange";
import type { OpenRequest } from "./open-request";
import { readBody } from "./read-body";
import type { ClientTimes } from "./send-reply";

/** Given twice, these would mean one thing to us and another to whoever stands before or behind us. */
const SINGLE = ["host", "authorization", "x-api-key", "content-type", "content-length", "content-encoding"];

/** The request of a node:http server as the pipeline takes it. */
export function nodeExchange(open: OpenRequest, path: string, { maxBodyBytes, times }: { maxBodyBytes: number; times: ClientTimes }): Exchange {
  const { request, response, cancellation } = open;
  return {
    method: request.method ?? "GET",
    path,
    headers: request.headers,
    cancellation,
    whenOver: (listener) => {
      open.whenOver(listener);
    },
    declaredBodyBytes: () => {
      const declared = request.headers["content-length"];
      if (Number(declared ?? 0) > maxBodyBytes) throw bodyTooLarge(maxBodyBytes);
      return declared === undefined ? null : Number(declared);
    },
    readBody: (hasRoom) => {
      if (expectsContinue(request)) response.writeContinue();
      return readBody(request, { maxBytes: maxBodyBytes, times, hasRoom, cancellation });
    },
  };
}

/** The client sends its body only once it is asked to (RFC 9110, 10.1.1). */
export function expectsContinue({ headers, httpVersion }: IncomingMessage): boolean {
  return headers.expect?.toLowerCase() === "100-continue" && httpVersion !== "1.0";
}

/** @throws ApiError when its framing or its headers could be read in two ways */
export function refuseAmbiguous({ rawHeaders, headers, httpVersion }: IncomingMessage): void {
  if (rawHeaders.length > 2 * Object.keys(headers).length) refuseTwice(rawHeaders);
  const transfer = headers["transfer-encoding"];
  if (transfer !== undefined && (transfer.toLowerCase() !== "chunked" || httpVersion === "1.0")) {
    throw new ApiError("invalid_request", "Of transfer codings only chunked is understood here, and only in HTTP/1.1.");
  }
}

function refuseTwice(rawHeaders: readonly string[]): void {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? "";
    if (SINGLE.includes(name) && seen.has(name)) {
      throw new ApiError("invalid_request", `The header "${name}" is given twice. Send it once.`);
    }
    seen.add(name);
  }
}
