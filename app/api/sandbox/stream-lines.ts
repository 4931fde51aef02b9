import { formatJsonLine } from "@/lib/wire/json-lines";

type Run<T> = {
  /** Begins it; told by the signal when nobody waits for it any more. */
  begin: (signal: AbortSignal) => AsyncGenerator<T, void>;
  format: (event: T) => object;
  /** What is told in place of the rest when it fails. */
  explain: (error: unknown) => object;
  /** Called when it is over, however that came about. */
  leave: () => void;
};

/**
 * The events of a run as lines of JSON, each made when the last one was taken. Whoever leaves ends it; also one who left
 * before the answer began, whose answer nobody ever reads or cancels.
 */
export function streamLines<T>({ signal }: Request, { begin, format, explain, leave }: Run<T>): ReadableStream<Uint8Array> {
  const leaving = new AbortController();
  const events = begin(leaving.signal);
  const end = () => {
    leaving.abort();
    leave();
    // A step that is under way ends first, and may fail by the very signal.
    events.return().catch(() => undefined);
  };
  if (signal.aborted) end();
  else signal.addEventListener("abort", end, { once: true });
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await events.next();
        if (leaving.signal.aborted) return;
        if (value) controller.enqueue(formatJsonLine(format(value)));
        if (!done) return;
      } catch (error) {
        if (leaving.signal.aborted) return;
        controller.enqueue(formatJsonLine(explain(error)));
      }
      signal.removeEventListener("abort", end);
      leave();
      controller.close();
    },
    cancel: end,
  });
}
