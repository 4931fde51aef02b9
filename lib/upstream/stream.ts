import type { Usage } from "@/lib/core/usage";
import { EventReader, SseError } from "@/lib/wire/sse";
import type { Failed, Left, Received, Speaking, StreamEnd, TakeChunks } from "./answer";
import type { Chunk, ChunkReader, Reason } from "./dialect";
import { broken, failed, timing, tokensOf } from "./ending";
import type { Sending } from "./send";

/** The head of a stream is held back until it has content: more bytes than this without any are no answer. */
const MAX_HEAD_BYTES = 1_048_576;
const CUT: Reason = { cause: "stream_cut", detail: "the stream ended before its answer was complete" };
const EMPTY: Reason = { cause: "malformed", detail: "the stream ended without content" };

/** What has been seen of a stream so far. */
type Tap = { received: Received; usage: Usage | null; inputUsage?: Usage; firstTokenMs: number | null; finished: boolean };

/** Reads a stream up to its first content; what comes before that can still fall back unseen. */
export function openStream(sending: Sending, read: ChunkReader, httpStatus: number, stallMs: number): Promise<Speaking | Failed | Left> {
  return new StreamReading(sending, read, httpStatus, stallMs).open();
}

/** One stream while it is read: pushed through as it comes, since each step between costs as much as the work on a chunk. */
class StreamReading {
  private readonly events = new EventReader();
  private readonly tap: Tap = { received: { contentBytes: 0, contentChunks: 0 }, usage: null, firstTokenMs: null, finished: false };
  private head: Chunk[] = [];
  private headBytes = 0;
  private isOpen = false;
  private opened: (answer: Speaking | Failed | Left) => void = () => undefined;
  /** Behind the head, before anybody takes it. */
  private early: Chunk[] = [];
  private take: TakeChunks | null = null;
  private taken: () => void = () => undefined;
  private end: StreamEnd | null = null;
  private ended: (end: StreamEnd) => void = () => undefined;

  constructor(
    private readonly sending: Sending,
    private readonly read: ChunkReader,
    private readonly httpStatus: number,
    private readonly stallMs: number,
  ) {}

  open(): Promise<Speaking | Failed | Left> {
    return new Promise((resolve) => {
      this.opened = resolve;
      this.sending.read((bytes) => this.onBytes(bytes)).then(
        () => { this.onEnd(); },
        (error: unknown) => { this.onError(error); },
      );
    });
  }

  private readOn(take: TakeChunks): Promise<StreamEnd> {
    return new Promise((resolve) => {
      this.ended = resolve;
      const pause = this.early.length > 0 ? take(this.early.splice(0)) : undefined;
      this.take = take;
      if (this.end) resolve(this.end);
      else if (pause) void pause.then(this.taken);
      else this.taken();
    });
  }

  private onBytes(bytes: Uint8Array): Promise<void> | undefined {
    if (this.end) return undefined;
    let texts: string[];
    try {
      texts = this.events.feed(bytes);
    } catch (error) {
      this.onError(error);
      return undefined;
    }
    const pause = this.onEvents(texts);
    // Once there was content, each wait for more is bounded, but not a reader who is slow.
    if (this.end !== null || this.tap.firstTokenMs === null) return pause;
    if (!pause) this.sending.arm("timeout_stall", this.stallMs);
    else this.sending.disarm();
    return pause?.then(() => {
      if (!this.end) this.sending.arm("timeout_stall", this.stallMs);
    });
  }

  private onEvents(texts: string[]): Promise<void> | undefined {
    if (texts.length === 0) return undefined;
    const { chunks, end } = this.readBatch(texts);
    const pause = chunks.length > 0 ? this.pass(chunks) : undefined;
    if (end === "done") {
      const isComplete = this.tap.finished || this.tap.received.contentChunks > 0;
      this.finish(isComplete ? this.complete() : this.cutShort(EMPTY), true);
    } else if (end !== null) this.finish(this.tap.finished ? this.complete() : this.cutShort(end), false);
    return pause;
  }

  /** Chunks up to whatever ends the stream: its end mark, or a reason to stop. */
  private readBatch(texts: string[]): { chunks: Chunk[]; end: "done" | Reason | null } {
    const chunks: Chunk[] = [];
    try {
      return { chunks, end: this.readInto(chunks, texts) };
    } catch (error) {
      // A reader that fails must not leave its stream, and all that it holds, without an end.
      return { chunks, end: { cause: "malformed", detail: `the stream could not be read: ${String(error)}` } };
    }
  }

  private readInto(chunks: Chunk[], texts: string[]): "done" | Reason | null {
    for (const text of texts) {
      const said = this.read(text);
      if (said === null) return "done";
      if ("cause" in said) return said;
      for (const chunk of said) {
        if (chunk.failure) return chunk.failure;
        this.note(chunk);
        chunks.push(chunk);
      }
    }
    return null;
  }

  private note(chunk: Chunk): void {
    const { tap, sending } = this;
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

  private pass(chunks: Chunk[]): Promise<void> | undefined {
    if (this.take) return this.take(chunks);
    if (this.isOpen) this.early.push(...chunks);
    else if (!this.hold(chunks)) return undefined;
    return new Promise((resolve) => (this.taken = resolve));
  }

  /** @returns whether the stream has spoken */
  private hold(chunks: Chunk[]): boolean {
    this.head.push(...chunks);
    this.headBytes += chunks.reduce((sum, { json }) => sum + json.bytes.length, 0);
    if (chunks.some(({ content, finished }) => content || finished)) {
      this.isOpen = true;
      const { httpStatus, head } = this;
      const filtered = head.some((chunk) => chunk.filtered);
      this.opened({ kind: "speaking", httpStatus, head, filtered, readOn: (take) => this.readOn(take) });
    } else if (this.headBytes > MAX_HEAD_BYTES) {
      this.finish(failed(this.sending, { cause: "malformed", detail: "a stream of events without content" }, "unknown"), false);
    }
    return this.isOpen;
  }

  private onEnd(): void {
    if (this.end) return;
    void this.onEvents(this.events.end());
    this.finish(this.tap.finished ? this.complete() : this.cutShort(CUT), true);
  }

  private onError(error: unknown): void {
    const { sending, tap, httpStatus } = this;
    // The answer was whole before its stream broke or stood still.
    if (tap.finished && sending.cut() !== "left") this.finish(this.complete(), false);
    else if (error instanceof SseError) this.finish(this.cutShort({ cause: "malformed", detail: error.message }), false);
    else this.finish(broken(sending, error, { httpStatus, ...tap }), false);
  }

  /** Once; whatever comes after the end changes nothing. @param drain only a few last bytes are left */
  private finish(end: StreamEnd, drain: boolean): void {
    if (this.end) return;
    this.end = end;
    this.sending.close({ drain });
    this.taken();
    if (this.isOpen) this.ended(end);
    else this.opened(end.kind === "whole" ? failed(this.sending, EMPTY, "unknown", end) : end);
  }

  private complete(): StreamEnd {
    return { kind: "whole", httpStatus: this.httpStatus, ...tokensOf(this.tap), timing: timing(this.sending, this.tap.firstTokenMs) };
  }

  private cutShort(reason: Reason): StreamEnd {
    const owed = this.tap.received.contentChunks > 0 ? "received" : "unknown";
    return failed(this.sending, reason, owed, { httpStatus: this.httpStatus, ...this.tap });
  }
}
