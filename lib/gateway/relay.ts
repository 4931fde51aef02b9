import { ApiError, errorType } from "@/lib/core/errors";
import type { StreamEnd } from "@/lib/upstream/answer";
import type { Chunk } from "@/lib/upstream/dialect";
import { chunkFormatter, formatErrorChunk, formatLastChunk, usageText, type ServedBy } from "@/lib/wire/answer";
import { formatUsageMember } from "@/lib/wire/cost";
import type { JsonText } from "@/lib/wire/json-members";
import { formatEvent } from "@/lib/wire/sse";
import type { Call } from "./call";
import type { Write, WriteStream } from "./exchange";
import { failureOf } from "./failure";
import type { Committed, Over, Run } from "./run";
import { toldCost } from "./told-cost";

/** Settles the call before its last byte goes out; a second time changes nothing. @throws when the journal cannot take it */
export type Settle = (over: Over, httpStatus: number) => Promise<void>;

/**
 * Step 8 for streams: passes chunks on as they come. The last one, with usage and cost, goes out only when the call is
 * in the journal; a stream that broke ends with an error chunk, never as if it were whole. When the client has left, or
 * our own code fails on the way, the provider's stream ends at once, and the call is settled.
 */
export function relayStream(call: Call, run: Run, committed: Committed, served: ServedBy, settle: Settle): WriteStream {
  return async (write) => {
    const tail = new Tail();
    try {
      const over = run.finish(committed, await passOn(run, committed, formatBatch(served, tail), write));
      await settle(over, 200);
      await write(formatEnd(call, run, over, served, tail));
    } catch (error) {
      run.fault(error);
      await settle(run.breakOff(), 200).catch(() => undefined);
      // The status is long out: what is left is to say so inside the stream.
      await endWith(write, formatEvent(formatErrorChunk(tail.base, served, null, streamError(unrecorded(error), call.id))));
    }
  };
}

/** Everything of a stream to its end. Where passing it on fails, the call is broken off, whatever its provider still says. */
async function passOn(run: Run, { speaking }: Committed, format: (chunks: Chunk[]) => Uint8Array | null, write: Write): Promise<StreamEnd> {
  let isBroken = false;
  const breakOff = (error: unknown) => {
    isBroken = true;
    run.fault(error);
  };
  const pass = (chunks: Chunk[]) => {
    if (isBroken) return undefined;
    try {
      const bytes = format(chunks);
      return bytes ? write(bytes)?.catch(breakOff) : undefined;
    } catch (error) {
      breakOff(error);
      return undefined;
    }
  };
  await pass(speaking.head);
  const end = await speaking.readOn(pass);
  return isBroken && end.kind !== "left" ? { ...end, kind: "left", owed: "received" } : end;
}

/** The client may be gone, which is why we are here. */
async function endWith(write: Write, bytes: Uint8Array): Promise<void> {
  try {
    await write(bytes);
  } catch {
    // Nobody is left to be told.
  }
}

/** What the closing chunk needs of those before it. */
class Tail {
  base: JsonText | null = null;
  usage: string | null = null;

  note(chunk: Chunk): void {
    this.base = chunk.json;
    if (chunk.usage) this.usage = usageText(chunk.json);
  }
}

/** What came together goes on together; null when there is nothing in it for the client. */
function formatBatch(served: ServedBy, tail: Tail): (chunks: Chunk[]) => Uint8Array | null {
  const format = chunkFormatter(served);
  return (chunks) => {
    const events: Uint8Array[] = [];
    for (const chunk of chunks) {
      tail.note(chunk);
      if (!chunk.usageOnly) events.push(format(chunk.json));
    }
    const [first, second] = events;
    if (!first) return null;
    return second ? Buffer.concat(events) : first;
  };
}

function formatEnd(call: Call, run: Run, over: Over, served: ServedBy, tail: Tail): Uint8Array {
  const last = run.attempts.at(-1);
  const usageMember = formatUsageMember(last?.basis === "reported" ? tail.usage : null, last?.usage ?? null, toldCost(run.attempts));
  if (over.stop.outcome === "served") {
    const closing = formatLastChunk(tail.base, served, usageMember, call.request.includeUsage);
    return Buffer.concat([formatEvent(closing), formatEvent("[DONE]")]);
  }
  const error = streamError(failureOf(run, over), call.id);
  return formatEvent(formatErrorChunk(tail.base, served, usageMember, error));
}

/** An error inside a stream, where `code` is a number: clients take it for the status. One SDK wants an `error_type`. */
function streamError({ message, code, status, attempts, dropped }: ApiError, callId: string) {
  const metadata = { call_id: callId, attempts, ...(dropped.length > 0 ? { dropped } : {}), error_type: "unmapped" };
  return { message, type: errorType(code), code: status, metadata };
}

function unrecorded(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError("internal_error", "The stream broke on our side.");
}
