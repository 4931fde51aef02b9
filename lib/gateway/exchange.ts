/** A request as a mount hands it over. Header names are lower case. */
export type Exchange = {
  method: string;
  /** Without the query. */
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Reads the whole body. @throws ApiError `body_too_large` as soon as that is known */
  readBody(): Promise<Uint8Array>;
  /** Aborts when the client leaves. */
  signal: AbortSignal;
};

/**
 * What a mount sends back. A stream must be read to its end, also when the client has left: that is where the call is
 * settled.
 */
export type Reply = {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array | AsyncIterable<Uint8Array>;
};

export function jsonReply(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return { status, headers: { ...headers, "content-type": "application/json" }, body };
}

/** A text as a header can carry it (RFC 9110, 5.5): anything else is percent-encoded. */
export function headerValue(text: string): string {
  return text.toWellFormed().replace(/[^\x20-\x7e]/gu, encodeURIComponent);
}

/** A header that may be given once; more than one value is no value that can be trusted. */
export function singleHeader(exchange: Exchange, name: string): string | null {
  const value = exchange.headers[name];
  return typeof value === "string" ? value : null;
}
