import { STATUS_CODES } from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { Exchange } from "./connection";
import type { Fault } from "./fault";

type EncodedFault = Extract<Fault, { kind: "encoded" }>;

const ENCODERS = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync };

/** The body under a content encoding that nobody asked for; broken, its second half is noise. */
export function encodeBody(text: string, { encoding, broken }: EncodedFault): Buffer {
  const body = ENCODERS[encoding](text);
  return broken ? body.fill(0xff, Math.floor(body.length / 2)) : body;
}

/** Carries out a fault that lies in what comes before a good answer: informational answers, or strange headers. */
export function dressAnswer({ response }: Exchange, fault: Fault): void {
  switch (fault.kind) {
    case "informational": {
      const line = `HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status] ?? "Practice"}\r\n\r\n`;
      response.socket?.write(line.repeat(fault.count));
      return;
    }
    case "big_headers":
      response.setHeader("x-practice-filler", "x".repeat(fault.bytes));
      return;
    case "encoded":
      response.setHeader("content-encoding", fault.encoding);
  }
}

/** Sets the type of a body, unless the fault has another, or none. */
export function setContentType({ response }: Exchange, type: string, fault: Fault | null): void {
  const sent = fault?.kind === "content_type" ? fault.contentType : type;
  if (sent !== null) response.setHeader("content-type", sent);
}
