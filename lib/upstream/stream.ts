import type { IncomingMessage } from "node:http";
import type { Usage } from "@/lib/core/usage";
import { readEvents, SseError } from "@/lib/wire/sse";
import type { Failed, Left, Received, Speaking, StreamEnd } from "./answer";
import type { Chunk, ChunkReader, Reason } from "./dialect";
import { broken, failed, timing, tokensOf } from "./ending";
import type { Sending } from "./send";

/** The head of a stream is held back until it has content: more characters than this without any are no answer. */
const MAX_HEAD_CHARS = 1_048_576;

/** What has been seen of a stream so far. */
type Tap = { received: Received; usage: Usage | null; inputUsage?: Usage; firstTokenMs: number | null; finished: boolean };

/** Reads a stream up to its first content; what comes before that can still fall back unseen. */
export async function openStream(
  sending: Sending,
  read: ChunkReader,
  response: IncomingMessage,
  stallMs: number,
): Promise<Speaking | Failed | Left> {
  const rest = readChunks(sending, read, response, stallMs);
  const head: Chunk[] = [];
  let headChars = 0;
  for (;;) {
    const next = await rest.next();
    if (next.done) return beforeContent(sending, next.value);
    head.push(...next.value);
    headChars += next.value.reduce((sum, { data }) => sum + data.length, 0);
    if (next.value.some(({ content, finished }) => content || finished)) {
      return { kind: "speaking", httpStatus: response.statusCode ?? 200, head, filtered: head.some(({ filtered }) => filtered), rest };
    }
    if (headChars > MAX_HEAD_CHARS) {
      sending.close({ drain: false });
      return failed(sending, { cause: "malformed", detail: "a stream of events without content" }, "unknown");
    }
  }
}

/** A stream that ended without saying anything is a failure, also when it ended cleanly. */
function beforeContent(sending: Sending, end: StreamEnd): Failed | Left {
  if (end.kind !== "whole") return end;
  return failed(sending, { cause: "malformed", detail: "the stream ended without content" }, "unknown", end);
}

async function* readChunks(
  sending: Sending,
  read: ChunkReader,
  response: IncomingMessage,
  stallMs: number,
): AsyncGenerator<Chunk[], StreamEnd> {
  const httpStatus = response.statusCode ?? 200;
  const tap: Tap = { received: { contentBytes: 0, contentChunks: 0 }, usage: null, firstTokenMs: null, finished: false };
  let ended = false;
  try {
    for await (const texts of readEvents(paced(response, sending, tap, stallMs))) {
      const { chunks, end } = readBatch(texts, read, tap, sending);
      if (chunks.length > 0) yield chunks;
      if (end === null) continue;
      ended = end === "done";
      const isComplete = tap.finished || (ended && tap.received.contentChunks > 0);
      const reason = end === "done" ? { cause: "malformed" as const, detail: "the stream ended without content" } : end;
      return isComplete ? complete(sending, httpStatus, tap) : cutShort(sending, httpStatus, tap, reason);
    }
    ended = true;
    if (tap.finished) return complete(sending, httpStatus, tap);
    return cutShort(sending, httpStatus, tap, { cause: "stream_cut", detail: "the stream ended before its answer was complete" });
  } catch (error) {
    // The answer was whole before its stream broke or stood still.
    if (tap.finished && sending.cut() !== "left") return complete(sending, httpStatus, tap);
    if (error instanceof SseError) return cutShort(sending, httpStatus, tap, { cause: "malformed", detail: error.message });
    return broken(sending, error, { httpStatus, ...tap });
  } finally {
    sending.close({ drain: ended });
  }
}

/** Chunks up to whatever ends the stream: its end mark, or a reason to stop. */
function readBatch(
  texts: string[],
  read: ChunkReader,
  tap: Tap,
  sending: Sending,
): { chunks: Chunk[]; end: "done" | Reason | null } {
  const chunks: Chunk[] = [];
  for (const text of texts) {
    const said = read(text);
    if (said === null) return { chunks, end: "done" };
    if ("cause" in said) return { chunks, end: said };
    for (const chunk of said) {
      if (chunk.failure) return { chunks, end: chunk.failure };
      note(tap, chunk, sending);
      chunks.push(chunk);
    }
  }
  return { chunks, end: null };
}

function note(tap: Tap, chunk: Chunk, sending: Sending): void {
  if (chunk.content) {
    tap.received.contentBytes += chunk.contentBytes;
    tap.received.contentChunks += 1;
  }
  if ((chunk.content || chunk.finished) && tap.firstTokenMs === null) {
    tap.firstTokenMs = sending.elapsedMs();
    sending.disarm();
  }
  tap.finished = chunk.finished;
  // Usage on several chunks is cumulative wherever it was seen: the last one counts, never their sum.
  tap.usage = chunk.usage ?? tap.usage;
  if (chunk.inputUsage) tap.inputUsage = chunk.inputUsage;
}

/** The bytes as they come. Once there was content, each wait for more is bounded, but not a reader who is slow. */
async function* paced(
  response: IncomingMessage,
  sending: Sending,
  tap: Tap,
  stallMs: number,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of response.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    if (tap.firstTokenMs !== null) sending.disarm();
    yield bytes;
    if (tap.firstTokenMs !== null) sending.arm("timeout_stall", stallMs);
  }
}

function complete(sending: Sending, httpStatus: number, tap: Tap): StreamEnd {
  return { kind: "whole", httpStatus, ...tokensOf(tap), timing: timing(sending, tap.firstTokenMs) };
}

function cutShort(sending: Sending, httpStatus: number, tap: Tap, reason: Reason): StreamEnd {
  const owed = tap.received.contentChunks > 0 ? "received" : "unknown";
  return failed(sending, reason, owed, { httpStatus, ...tap });
}
