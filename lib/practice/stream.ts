import { type Answer, logprobsOf } from "./answer";
import { drop, errorBody, type Exchange, leaveUnframed, pause, untilGone, write } from "./connection";
import type { Fault, Interruption } from "./fault";
import { Pace } from "./pace";
import type { ModelScript } from "./script";

/** One step of a stream: a token (perhaps a hidden one, without text), or a frame around the tokens. */
export type Step = { part: "frame" | "text" | "reasoning" | "end"; event: string | null };

const DONE = "data: [DONE]\n\n";

function sse(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

/** Text of a tool call goes into its arguments, after a first delta that names the tool. */
function openingDelta({ tool }: Answer): object {
  if (!tool) return { role: "assistant", content: "", refusal: null };
  const call = { index: 0, id: tool.id, type: "function", function: { name: tool.name, arguments: "" } };
  return { role: "assistant", content: null, tool_calls: [call], refusal: null };
}

function textDelta({ tool }: Answer, piece: string): object {
  return tool ? { tool_calls: [{ index: 0, function: { arguments: piece } }] } : { content: piece };
}

/** All steps of a stream, in order. Usage comes only when it was asked for, and then every chunk has the key. */
export function* streamSteps(answer: Answer, includeUsage: boolean): Generator<Step> {
  const head = {
    id: answer.id,
    object: "chat.completion.chunk",
    created: answer.created,
    model: answer.model,
    service_tier: "default",
    system_fingerprint: "fp_practice",
  };
  const chunk = (choices: object[], usage: unknown = null) => sse({ ...head, choices, ...(includeUsage ? { usage } : {}) });
  const one = (index: number, delta: object, finish: string | null = null, logprobs: object | null = null) =>
    chunk([{ index, delta, logprobs, finish_reason: finish }]);
  const indexes = Array.from({ length: answer.choices }, (_, index) => index);

  if (indexes.length === 0) yield { part: "frame", event: chunk([]) };
  for (const index of indexes) yield { part: "frame", event: one(index, openingDelta(answer)) };
  for (const piece of answer.reasoning) {
    for (const index of indexes) {
      yield { part: "reasoning", event: answer.reasoningField && one(index, { [answer.reasoningField]: piece }) };
    }
  }
  for (const piece of answer.pieces) {
    const logprobs = answer.logprobs ? logprobsOf([piece]) : null;
    for (const index of indexes) {
      yield { part: "text", event: one(index, textDelta(answer, piece), null, logprobs) };
    }
  }
  if (answer.finishReason !== null) {
    for (const index of indexes) yield { part: "end", event: one(index, {}, answer.finishReason) };
  }
  if (includeUsage && answer.usage !== undefined) yield { part: "end", event: chunk([], answer.usage) };
  if (answer.done) yield { part: "end", event: DONE };
}

/** What becomes of a stream that is interrupted here. */
async function interrupt(exchange: Exchange, answer: Answer, fault: Interruption): Promise<void> {
  const { response, gone } = exchange;
  switch (fault.kind) {
    case "hang":
      return untilGone(gone);
    case "cut":
      return drop(exchange, fault.how);
    case "malformed_json":
      response.end(`data: {"id":"${answer.id}","choices":oops}\n\n${DONE}`);
      return;
    case "truncated_json":
      response.end(`data: {"id":"${answer.id}","choices":[{"index":0,"del`);
      return;
    case "error_event":
      response.end(sse(fault.error === undefined ? errorBody({ message: "The model failed.", type: "server_error" }) : { error: fault.error }));
  }
}

type Named = { name: string; fault: Fault } | null;

function sendHead({ response, record }: Exchange, named: Named): void {
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
    if (step.part === "end" || tokens >= afterTokens) return;
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
  options: { includeUsage: boolean; named: Named },
): Promise<void> {
  const { response, gone, record } = exchange;
  const { name: outcome, fault } = options.named ?? { name: "answered", fault: null };
  const interruption = fault && "afterTokens" in fault ? fault : null;
  const byteMs = fault?.kind === "slow_drip" ? fault.byteMs : null;
  const pace = new Pace(script.tokensPerSecond, gone);
  const all = streamSteps(answer, options.includeUsage);

  sendHead(exchange, options.named);
  await pause(script.firstTokenMs, gone);
  for (const step of interruption ? stepsBefore(all, interruption.afterTokens) : all) {
    if (isToken(step)) await pace.next();
    if (gone.aborted) break;
    count(exchange, answer, step);
    // A client that has read the last event finds it in the account.
    if (step.event === DONE) record.end(outcome);
    if (step.event) await write(exchange, step.event, byteMs);
  }
  record.end(gone.aborted ? "aborted" : outcome);
  if (interruption && !gone.aborted) return interrupt(exchange, answer, interruption);
  response.end();
}
