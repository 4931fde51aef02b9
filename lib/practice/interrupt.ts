import { drop, type Exchange, untilGone, writeForEver } from "./connection";
import type { Answer, Step } from "./dialect";
import { encodeEvent, eventLines, newlineOf, type StreamShape } from "./event-stream";
import type { Interruption } from "./fault";
import { midwayError } from "./replace-answer";
import type { Body } from "./stream-body";

/** A step that generates a token, perhaps a hidden one. */
export function isToken({ part }: Step): boolean {
  return part === "text" || part === "reasoning";
}

/** The steps that are still taken before an interruption; a short answer ends before its finish. */
export function* stepsBefore(steps: Iterable<Step>, { afterTokens, opening = false }: Interruption): Generator<Step> {
  let tokens = 0;
  for (const step of steps) {
    if (step.part === "end" || step.part === "done") return;
    if (tokens >= afterTokens && !(opening && step.part === "frame")) return;
    yield step;
    if (isToken(step)) tokens += 1;
  }
}

function fillers(shape: StreamShape) {
  return { line: "a", comments: `: practice${newlineOf(shape)}`, blank_lines: newlineOf(shape) };
}

/** What becomes of a stream that is interrupted here. */
export async function interrupt(
  exchange: Exchange,
  body: Body,
  answer: Answer,
  fault: Interruption,
  shape: StreamShape,
): Promise<void> {
  const { dialect, gone } = exchange;
  const { spoilt, truncated, done } = dialect.malformed(answer);
  switch (fault.kind) {
    case "hang":
      return untilGone(gone);
    case "cut":
      return drop(exchange, fault.how);
    case "endless":
      if (fault.fill === "line") await body.write(eventLines({ name: null, data: '"' }, shape));
      return writeForEver(exchange, fillers(shape)[fault.fill], fault.everyMs);
    case "malformed_json":
      await body.write(encodeEvent(spoilt, shape) + encodeEvent(done, shape));
      return body.end();
    case "truncated_json":
      await body.write(eventLines(truncated, shape));
      return body.end();
    case "error_event":
      await body.write(encodeEvent(dialect.errorEvent(midwayError(exchange, fault)), shape));
      return body.end();
  }
}
