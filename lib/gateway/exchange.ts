import { ApiError } from "@/lib/core/errors";
import type { Cancellation } from "@/lib/upstream/cancellation";

/** A request as a mount hands it over. Header names are lower case. */
export type Exchange = {
  method: string;
  /** Without the query. */
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** What the client says that its body has; null when it does not say. @throws ApiError `body_too_large` */
  declaredBodyBytes(): number | null;
  /**
   * Reads the whole body.
   * @param hasRoom asked about each piece as it comes; the reading ends when there is no room for one
   * @throws ApiError `body_too_large` as soon as that is known, `overloaded`, `request_timeout`
   */
  readBody(hasRoom: (bytes: number) => boolean): Promise<Uint8Array>;
  /**
   * When the client leaves; also when we must end the call ourselves, and then its reason is the ApiError that the client
   * is told.
   */
  cancellation: Cancellation;
  /** Told once the last byte of the answer has gone out or nobody is left to take it. */
  whenOver(listener: () => void): void;
};

/** Takes bytes for the client; a promise asks for a pause until it is resolved. Takes them also once the client has left. */
export type Write = (bytes: Uint8Array) => Promise<void> | undefined;

/** Writes a stream to its end, where the call is settled. To be called once, also when the client has left. Never rejects. */
export type WriteStream = (write: Write) => Promise<void>;

/** What a mount sends back. */
export type Reply = {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array | WriteStream;
};

export function jsonReply(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return { status, headers: { ...headers, "content-type": "application/json" }, body };
}

/** A text as a header can carry it (RFC 9110, 5.5): anything else is percent-encoded. */
export function headerValue(text: string): string {
  return PLAIN.test(text) ? text : text.toWellFormed().replace(/[^\x20-\x7e]/gu, encodeURIComponent);
}

const PLAIN = /^[\x20-\x7e]*$/;

/** A header that may be given once; more than one value is no value that can be trusted. */
export function singleHeader(exchange: Pick<Exchange, "headers">, name: string): string | null {
  const value = exchange.headers[name];
  return typeof value === "string" ? value : null;
}

/** What the client is told when we ended its exchange ourselves; null when it left, or nothing was ended. */
export function endedBy({ reason }: Cancellation): ApiError | null {
  return reason instanceof ApiError ? reason : null;
}
