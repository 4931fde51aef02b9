import { createParser } from "eventsource-parser";

/** An event that never ends must not fill the memory; images come as long ones. */
const MAX_EVENT_CHARS = 16 * 1_048_576;

export class SseError extends Error {
  override name = "SseError";
}

const encoder = new TextEncoder();

/** One event of a stream that carries JSON, as bytes for the wire. */
export function formatEvent(data: string): Uint8Array {
  return encoder.encode(`data: ${data}\n\n`);
}

/**
 * Reads a `text/event-stream` (WHATWG HTML, 9.2) into the data of its events: one array for each chunk of bytes
 * that completed any, so that what came together can go on together. What stands behind the last blank line is no event.
 * @throws SseError when an event is larger than 16 Mi characters or the bytes are not UTF-8
 */
export async function* readEvents(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let ready: string[] = [];
  const parser = createParser({ onEvent: (event) => ready.push(event.data), maxBufferSize: MAX_EVENT_CHARS });
  for await (const chunk of bytes) {
    try {
      parser.feed(decoder.decode(chunk, { stream: true }));
    } catch {
      throw new SseError("the event stream cannot be read");
    }
    if (ready.length === 0) continue;
    yield ready;
    ready = [];
  }
  // A lone CR at the very end may have been half of a CRLF until now.
  parser.feed("\n");
  if (ready.length > 0) yield ready;
}
