import { createParser } from "eventsource-parser";

/** An event that never ends must not fill the memory; images come as long ones. */
const MAX_EVENT_CHARS = 16 * 1_048_576;

export class SseError extends Error {
  override name = "SseError";
}

/** What stands around the JSON of an event. */
export const EVENT_FRAME = { before: Buffer.from("data: "), behind: Buffer.from("\n\n") };

/** One event of a stream that carries JSON, as bytes for the wire. */
export function formatEvent(data: string): Uint8Array {
  return Buffer.from(`data: ${data}\n\n`);
}

/** Reads a `text/event-stream` (WHATWG HTML, 9.2) into the data of its events, as its bytes come. */
export class EventReader {
  private readonly decoder = new TextDecoder("utf-8", { fatal: true });
  private ready: string[] = [];
  private readonly parser = createParser({ onEvent: (event) => this.ready.push(event.data), maxBufferSize: MAX_EVENT_CHARS });

  /**
   * @returns the events that these bytes complete, so that what came together can go on together
   * @throws SseError when an event is larger than 16 Mi characters or the bytes are not UTF-8
   */
  feed(bytes: Uint8Array): string[] {
    try {
      this.parser.feed(this.decoder.decode(bytes, { stream: true }));
    } catch {
      throw new SseError("the event stream cannot be read");
    }
    return this.takeReady();
  }

  /** There are no more bytes. What stands behind the last blank line is no event. */
  end(): string[] {
    // A lone CR at the very end may have been half of a CRLF until now.
    this.parser.feed("\n");
    return this.takeReady();
  }

  private takeReady(): string[] {
    const { ready } = this;
    if (ready.length > 0) this.ready = [];
    return ready;
  }
}
