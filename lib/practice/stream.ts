import { type Exchange, leaveUnframed, pause } from "./connection";
import type { Answer, Step } from "./dialect";
import { setContentType } from "./dress-answer";
import { encodeEvent } from "./event-stream";
import type { NamedFault } from "./fault";
import { interrupt, isToken, stepsBefore } from "./interrupt";
import { Pace } from "./pace";
import type { ModelScript } from "./script";
import { openBody } from "./stream-body";

function sendHead(exchange: Exchange, named: NamedFault | null): void {
  const { response, record } = exchange;
  const fault = named?.fault ?? null;
  if (named && fault?.kind === "slow_drip") record.end(named.name);
  if (fault?.kind === "cut" && !fault.framed) leaveUnframed(response);
  setContentType(exchange, "text/event-stream; charset=utf-8", fault);
  response.writeHead(200, { "cache-control": "no-cache" });
  response.flushHeaders();
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
  const { dialect, gone, record } = exchange;
  const { name: outcome, fault } = options.named ?? { name: "answered", fault: null };
  const interruption = fault && "afterTokens" in fault ? fault : null;
  const { stream: shape } = script;
  const body = openBody(exchange, fault, shape);
  const pace = new Pace(script.tokensPerSecond, gone);
  const all = dialect.steps(answer, options.includeUsage);

  sendHead(exchange, options.named);
  if (shape.bom) await body.write("\uFEFF");
  await pause(script.firstTokenMs, gone);
  for (const step of interruption ? stepsBefore(all, interruption) : all) {
    if (isToken(step)) await pace.next();
    if (gone.aborted) break;
    count(exchange, answer, step);
    // A client that has read the last event finds it in the account.
    if (step.part === "done") record.end(outcome);
    if (step.event) await body.write(encodeEvent(step.event, shape));
  }
  record.end(gone.aborted ? "aborted" : outcome);
  if (interruption && !gone.aborted) return interrupt(exchange, body, answer, interruption, shape);
  body.end();
}
