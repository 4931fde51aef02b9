import type { IncomingMessage } from "node:http";
import type { ApiError } from "@/lib/core/errors";
import type { Cancellation } from "@/lib/upstream/cancellation";
import { bodyCutShort, bodyTooLarge, bodyTooSlow } from "./body-errors";
import { overloaded } from "./enter-call";
import { endedBy } from "./exchange";
import type { ClientTimes } from "./send-reply";

export type BodyReading = {
  maxBytes: number;
  /** How long any body may take, and what a longer one must keep up with. */
  times: Pick<ClientTimes, "bodyMs" | "minBytesPerMs">;
  /** Asked about each piece as it comes. */
  hasRoom: (bytes: number) => boolean;
  cancellation: Cancellation;
};

/**
 * Reads a request's body, and stops reading as soon as it is clear that it will not be used.
 * @throws ApiError `body_too_large`, `overloaded`, `request_timeout`, or that the client left
 */
export function readBody(request: IncomingMessage, { maxBytes, times, hasRoom, cancellation }: BodyReading): Promise<Uint8Array> {
  const isDeclared = request.headers["content-length"] !== undefined;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let isOver = false;
    const startedAt = performance.now();
    const end = (failure: ApiError | null) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      cancellation.unlisten(onCut);
      if (failure) {
        request.off("data", onData).pause();
        reject(failure);
      } else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length));
    };
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > maxBytes) end(bodyTooLarge(maxBytes));
      // What was declared has been counted already.
      else if (!isDeclared && !hasRoom(chunk.length)) end(overloaded());
    };
    const onCut = () => {
      if (!isOver) end(endedBy(cancellation) ?? bodyCutShort());
    };
    const onTimer = () => {
      const leftMs = Math.max(times.bodyMs, length / times.minBytesPerMs) - (performance.now() - startedAt);
      if (leftMs <= 0) end(bodyTooSlow());
      else timer = setTimeout(onTimer, leftMs);
    };
    let timer = setTimeout(onTimer, times.bodyMs);
    cancellation.listen(onCut);
    // An error is always followed by a close; without a listener it would end the process.
    request.on("data", onData).on("end", () => { end(null); }).on("error", onCut).on("close", onCut);
  });
}
