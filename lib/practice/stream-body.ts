import { type Exchange, write } from "./connection";
import { encodeBody } from "./dress-answer";
import type { StreamShape } from "./event-stream";
import type { Fault } from "./fault";

/** What a stream is written to. */
export type Body = { write(text: string): Promise<void>; end(): void };

/** A body that is written event by event, split as scripted; under an encoding all at once, at the end. */
export function openBody(exchange: Exchange, fault: Fault | null, shape: StreamShape): Body {
  const { response } = exchange;
  if (fault?.kind === "encoded") {
    let all = "";
    return {
      write: (text) => {
        all += text;
        return Promise.resolve();
      },
      end: () => response.end(encodeBody(all, fault)),
    };
  }
  const scripted = shape.splitBytes === undefined ? null : { bytes: shape.splitBytes, pauseMs: 0 };
  const splitting = fault?.kind === "slow_drip" ? { bytes: 1, pauseMs: fault.byteMs } : scripted;
  return { write: (text) => write(exchange, text, splitting), end: () => response.end() };
}
