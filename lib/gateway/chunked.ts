import type { ServerResponse } from "node:http";

const LINE = "\r\n";
/** A length in hexadecimal and two line ends: no piece is longer than 2^32 bytes. */
const MAX_FRAME_BYTES = 12;
const LAST_CHUNK = Buffer.from("0\r\n\r\n");

/**
 * Writes the body of an answer in chunks (RFC 9112, 7.1), each in one piece. node:http writes four, and the system call
 * that gathers them is most of what a chunk of a stream costs.
 */
export class ChunkedBody {
  /** HTTP/1.0 knows no chunks: there the end of the connection ends the body. */
  private readonly isFramed: boolean;

  /** @param headers get what the framing needs */
  constructor(
    private readonly response: ServerResponse,
    status: number,
    headers: Record<string, string>,
  ) {
    this.isFramed = response.req.httpVersion === "1.1";
    if (this.isFramed) headers["transfer-encoding"] = "chunked";
    response.writeHead(status, headers);
    // From here on what is written goes out as it is.
    response.chunkedEncoding = false;
  }

  /** @returns false when the client does not keep up */
  write(bytes: Uint8Array): boolean {
    // A chunk of no length would end the body.
    if (bytes.length === 0) return true;
    return this.response.write(this.isFramed ? frame(bytes) : bytes);
  }

  end(): void {
    if (this.isFramed) this.response.end(LAST_CHUNK);
    else this.response.end();
  }
}

function frame(bytes: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(bytes.length + MAX_FRAME_BYTES);
  let at = framed.write(bytes.length.toString(16) + LINE, "latin1");
  framed.set(bytes, at);
  at += bytes.length;
  at += framed.write(LINE, at, "latin1");
  return framed.subarray(0, at);
}
