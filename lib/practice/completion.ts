import { type Answer, logprobsOf } from "./answer";
import { drop, errorBody, type Exchange, leaveUnframed, pause, sendJson, untilGone, write } from "./connection";
import type { Fault } from "./fault";
import type { ModelScript } from "./script";

function message(answer: Answer): object {
  const text = answer.pieces.join("");
  const reasoning = answer.reasoningField ? { [answer.reasoningField]: answer.reasoning.join("") } : {};
  if (!answer.tool) return { role: "assistant", content: text, ...reasoning, refusal: null, annotations: [] };
  const call = { id: answer.tool.id, type: "function", function: { name: answer.tool.name, arguments: text } };
  return { role: "assistant", content: null, ...reasoning, tool_calls: [call], refusal: null, annotations: [] };
}

/** A whole answer in OpenAI's form. */
export function completionBody(answer: Answer): object {
  const choice = {
    message: message(answer),
    logprobs: answer.logprobs ? logprobsOf(answer.pieces) : null,
    finish_reason: answer.finishReason ?? "stop",
  };
  return {
    id: answer.id,
    object: "chat.completion",
    created: answer.created,
    model: answer.model,
    choices: Array.from({ length: answer.choices }, (_, index) => ({ index, ...choice })),
    usage: answer.usage,
    service_tier: "default",
    system_fingerprint: "fp_practice",
  };
}

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
  response.setHeader("content-type", "application/json");
  if (fault?.kind === "cut" && !fault.framed) leaveUnframed(response);
  else response.setHeader("content-length", Buffer.byteLength(text));
  switch (fault?.kind) {
    case "cut":
      await sendHalf(exchange, text);
      return drop(exchange, fault.how);
    case "hang":
      await sendHalf(exchange, text);
      return untilGone(gone);
    case "slow_drip":
      await write(exchange, text, fault.byteMs);
      response.end();
      return;
    default:
      response.end(text);
  }
}

function bodyText(answer: Answer, fault: Fault | null): string {
  const text = JSON.stringify(completionBody(answer));
  if (fault?.kind === "malformed_json") return text.replace('"choices":', '"choices":oops');
  if (fault?.kind === "truncated_json") return text.slice(0, Math.floor(text.length / 2));
  return text;
}

/** Answers a request without `stream`. */
export async function sendCompletion(
  exchange: Exchange,
  answer: Answer,
  script: ModelScript,
  named: { name: string; fault: Fault } | null,
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
    const error = fault.error ?? errorBody({ message: "The model failed.", type: "server_error" }).error;
    return sendJson(response, 200, { error });
  }
  await generate(exchange, answer, script);
  record.end(gone.aborted ? "aborted" : (named?.name ?? "answered"));
  if (!gone.aborted) await send(exchange, bodyText(answer, fault), fault);
}
