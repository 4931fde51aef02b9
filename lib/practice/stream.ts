import { drop, type Exchange, leaveUnframed, pause, untilGone, write } from "./connection";
import type { Answer, Step } from "./dialect";
import { encodeEvent } from "./event-stream";
import type { Interruption, NamedFault } from "./fault";
import { Pace } from "./pace";
import { midwayError } from "./replace-answer";
import type { ModelScript } from "./script";

/** What becomes of a stream that is interrupted here. */
async function interrupt(exchange: Exchange, answer: Answer, fault: Interruption): Promise<void> {
  const { dialect, response, gone } = exchange;
  const { spoilt, truncated, done } = dialect.malformed(answer);
  switch (fault.kind) {
    case "hang":
      return untilGone(gone);
    case "cut":
      return drop(exchange, fault.how);
    case "malformed_json":
      response.end(encodeEvent(spoilt) + encodeEvent(done));
      return;
    case "truncated_json":
      response.end(encodeEvent(truncated).trimEnd());
      return;
    case "error_event":
      response.end(encodeEvent(dialect.errorEvent(midwayError(exchange, fault))));
  }
}

function sendHead({ response, record }: Exchange, named: NamedFault | null): void {
  const fault = named?.fault;
  if (named && fault?.kind === "slow_drip") record.end(named.name);
  if (fault?.kind === "cut" && !fault.framed) leaveUnframed(response);
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  response.flushHeaders();
}

function isToken({ part }: Step): boolean {
  return part === "text" || part === "reasoning";
}

/** The steps that are still taken before an interruption after so many tokens; a short answer ends before its finish. */
function* stepsBefore(steps: Iterable<Step>, afterTokens: number): Generator<Step> {
  let tokens = 0;
  for (const step of steps) {
    if (step.part === "end" || step.part === "done" || tokens >= afterTokens) return;
    yield step;
    if (isToken(step)) tokens += 1;
  }
}

function count({ record }: Exchange, answer: Answer, step: Step): void {
  if (step.part === "frame") return;
  record.countPrompt(answer.tokens);
  if (isToken(step)) record.countCompletion(1, step.part === "reasoning" ? 1 : 0);
}

/** Answers a request with `stream: true`, token by token, and stops at once when the client leaves. */
export async function sendStream(
  exchange: Exchange,
  answer: Answer,
  script: ModelScript,
  options: { includeUsage: boolean; named: NamedFault | null },
): Promise<void> {
  const { dialect, response, gone, record } = exchange;
  const { name: outcome, fault } = options.named ?? { name: "answered", fault: null };
  const interruption = fault && "afterTokens" in fault ? fault : null;
  const byteMs = fault?.kind === "slow_drip" ? fault.byteMs : null;
  const pace = new Pace(script.tokensPerSecond, gone);
  const all = dialect.steps(answer, options.includeUsage);

  sendHead(exchange, options.named);
  await pause(script.firstTokenMs, gone);
  for (const step of interruption ? stepsBefore(all, interruption.afterTokens) : all) {
    if (isToken(step)) await pace.next();
    if (gone.aborted) break;
    count(exchange, answer, step);
    // A client that has read the last event finds it in the account.
    if (step.part === "done") record.end(outcome);
    if (step.event) await write(exchange, encodeEvent(step.event), byteMs);
  }
  record.end(gone.aborted ? "aborted" : outcome);
  if (interruption && !gone.aborted) return interrupt(exchange, answer, interruption);
  response.end();
}
