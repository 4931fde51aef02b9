import { ApiError, errorType } from "@/lib/core/errors";
import type { Chunk } from "@/lib/upstream/dialect";
import { chunkFormatter, formatErrorChunk, formatLastChunk, usageText, type ServedBy } from "@/lib/wire/answer";
import { formatUsageMember } from "@/lib/wire/cost";
import type { JsonText } from "@/lib/wire/json-members";
import { formatEvent } from "@/lib/wire/sse";
import type { Call } from "./call";
import type { WriteStream } from "./exchange";
import { failureOf } from "./failure";
import type { Committed, Over, Run } from "./run";
import { toldCost } from "./told-cost";

/** Settles the call before its last byte goes out. @throws when the journal cannot take it */
export type Settle = (over: Over, httpStatus: number) => Promise<void>;

/**
 * Step 8 for streams: passes chunks on as they come. The last one, with usage and cost, goes out only when the call is
 * in the journal; a stream that broke ends with an error chunk, never as if it were whole. When the client has left, the
 * provider's stream ends at once, and the call is settled.
 */
export function relayStream(call: Call, run: Run, committed: Committed, served: ServedBy, settle: Settle): WriteStream {
  return async (write) => {
    const { head, readOn } = committed.speaking;
    const tail = new Tail();
    const format = chunkFormatter(served);
    const pass = (chunks: Chunk[]) => {
      const bytes = formatBatch(chunks, format, tail);
      return bytes ? write(bytes) : undefined;
    };
    try {
      await pass(head);
      const over = run.finish(committed, await readOn(pass));
      await settle(over, 200);
      await write(formatEnd(call, run, over, served, tail));
    } catch (error) {
      // The status is long out: what is left is to say so inside the stream.
      await write(formatEvent(formatErrorChunk(tail.base, served, null, streamError(unrecorded(error), call.id))));
    }
  };
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
function formatBatch(chunks: Chunk[], format: ReturnType<typeof chunkFormatter>, tail: Tail): Uint8Array | null {
  const events: Uint8Array[] = [];
  for (const chunk of chunks) {
    tail.note(chunk);
    if (!chunk.usageOnly) events.push(format(chunk.json));
  }
  const [first, second] = events;
  if (!first) return null;
  return second ? Buffer.concat(events) : first;
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
