/** Where an answer of HTTP/1.1 ends: by its length, or by its chunks (RFC 9112, 6 and 7). Its body is not kept. */
export class AnswerReader {
  status = 0;
  isStream = false;
  isWhole = false;
  private head = "";
  private isHeadRead = false;
  private isChunked = false;
  private isEnding = false;
  /** Of the body or of a chunk with the line break behind it, in bytes. */
  private left = 0;
  private line = "";

  /** @returns whether there was anything of the body */
  read(bytes: Buffer): boolean {
    const at = this.isHeadRead ? 0 : this.readHead(bytes);
    if (at >= bytes.length) return false;
    if (!this.isChunked) {
      this.left -= bytes.length - at;
      this.isWhole = this.left <= 0;
    } else this.readChunks(bytes, at);
    return true;
  }

  /** @returns where the body begins */
  private readHead(bytes: Buffer): number {
    const before = this.head.length;
    this.head += bytes.toString("latin1");
    const end = this.head.indexOf("\r\n\r\n");
    if (end === -1) return bytes.length;
    const head = this.head.slice(0, end).toLowerCase();
    this.isHeadRead = true;
    this.status = Number(head.slice(9, 12));
    this.isStream = head.includes("text/event-stream");
    this.isChunked = head.includes("\r\ntransfer-encoding: chunked");
    this.left = Number(/\r\ncontent-length: *(\d+)/.exec(head)?.[1] ?? 0);
    this.isWhole = !this.isChunked && this.left === 0;
    return end + 4 - before;
  }

  private readChunks(bytes: Buffer, from: number): void {
    let at = from;
    while (at < bytes.length && !this.isWhole) {
      if (this.left > 0) {
        const taken = Math.min(this.left, bytes.length - at);
        this.left -= taken;
        at += taken;
        continue;
      }
      const end = bytes.indexOf(0x0a, at);
      this.line += bytes.toString("latin1", at, end === -1 ? bytes.length : end);
      if (end === -1) return;
      at = end + 1;
      const size = Number.parseInt(this.line, 16);
      this.line = "";
      // Behind the last chunk, which is empty, comes an empty line: nobody here sends trailers.
      if (this.isEnding) this.isWhole = true;
      else if (size === 0) this.isEnding = true;
      else this.left = size + 2;
    }
  }
}
