import { drop, type Exchange, leaveUnframed, pause, sendJson, untilGone, write, writeForEver } from "./connection";
import type { Answer } from "./dialect";
import { encodeBody, setContentType } from "./dress-answer";
import type { Fault, NamedFault } from "./fault";
import { midwayError } from "./replace-answer";
import type { ModelScript } from "./script";

/** Takes the time that the script says, and counts what was generated when the client left before the end. */
async function generate({ gone, record }: Exchange, answer: Answer, script: ModelScript): Promise<void> {
  const { completionTokens, reasoningTokens } = answer.tokens;
  await pause(script.firstTokenMs, gone);
  if (gone.aborted) return;
  record.countPrompt(answer.tokens);
  if (script.tokensPerSecond === 0) return record.countCompletion(completionTokens, reasoningTokens);
  const startedAt = performance.now();
  await pause((completionTokens * 1000) / script.tokensPerSecond, gone);
  const due = Math.floor(((performance.now() - startedAt) * script.tokensPerSecond) / 1000);
  const generated = gone.aborted ? Math.min(due, completionTokens) : completionTokens;
  record.countCompletion(generated, Math.min(generated, reasoningTokens));
}

/** Sends half of the body under a head that promises all of it. */
async function sendHalf(exchange: Exchange, text: string): Promise<void> {
  await write(exchange, text.slice(0, Math.floor(text.length / 2)), null);
}

async function send(exchange: Exchange, text: string, fault: Fault | null): Promise<void> {
  const { response, gone } = exchange;
  response.statusCode = 200;
  setContentType(exchange, "application/json", fault);
  const body = fault?.kind === "encoded" ? encodeBody(text, fault) : Buffer.from(text);
  if (fault?.kind === "cut" && !fault.framed) leaveUnframed(response);
  else if (fault?.kind !== "endless") response.setHeader("content-length", body.length);
  switch (fault?.kind) {
    case "cut":
      await sendHalf(exchange, text);
      return drop(exchange, fault.how);
    case "hang":
      await sendHalf(exchange, text);
      return untilGone(gone);
    case "endless":
      await sendHalf(exchange, text);
      return writeForEver(exchange, fault.fill === "line" ? "a" : "\n", fault.everyMs);
    case "slow_drip":
      await write(exchange, text, { bytes: 1, pauseMs: fault.byteMs });
      response.end();
      return;
    default:
      response.end(body);
  }
}

function bodyText({ dialect }: Exchange, answer: Answer, fault: Fault | null): string {
  const text = JSON.stringify(dialect.body(answer));
  const key = `"${dialect.contentKey}":`;
  if (fault?.kind === "malformed_json") return text.replace(key, `${key}oops`);
  if (fault?.kind === "truncated_json") return text.slice(0, Math.floor(text.length / 2));
  return text;
}

/** Answers a request without `stream`. */
export async function sendCompletion(
  exchange: Exchange,
  answer: Answer,
  script: ModelScript,
  named: NamedFault | null,
): Promise<void> {
  const { response, gone, record } = exchange;
  const fault = named?.fault ?? null;
  if (named && fault?.kind === "hang" && fault.afterTokens === 0) {
    record.end(named.name);
    response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
    return untilGone(gone);
  }
  if (named && fault?.kind === "error_event") {
    record.end(named.name);
    return sendJson(response, 200, midwayError(exchange, fault));
  }
  await generate(exchange, answer, script);
  record.end(gone.aborted ? "aborted" : (named?.name ?? "answered"));
  if (!gone.aborted) await send(exchange, bodyText(exchange, answer, fault), fault);
}
