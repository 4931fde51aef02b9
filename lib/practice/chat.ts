import type { IncomingMessage, ServerResponse } from "node:http";
import type { Account } from "./account";
import { prepareAnswer } from "./answer";
import { sendCompletion } from "./completion";
import { type Exchange, untilGone } from "./connection";
import { replaceAnswer } from "./replace-answer";
import { type ChatRequest, parseChatRequest, readBody, RequestError } from "./request";
import type { Schedule } from "./schedule";
import type { ModelScript } from "./script";
import type { ScriptBook } from "./script-book";
import { sendStream } from "./stream";

/** What all requests of one practice server share. */
export type Practice = { book: ScriptBook; account: Account; schedule: Schedule; nextNumber: () => string };

function apiKeyOf(request: IncomingMessage): string {
  const [, key = "(none)"] = /^Bearer (.{1,512})$/i.exec(request.headers.authorization ?? "") ?? [];
  return key;
}

async function answer(
  exchange: Exchange,
  practice: Practice,
  request: ChatRequest,
  scripted: { script: ModelScript; key: string; number: string },
): Promise<void> {
  const { script, key, number } = scripted;
  const name = practice.schedule.next(practice.book.script.seed, key, script);
  const named = name === "ok" ? null : { name, fault: practice.book.fault(name) };
  if (named && (await replaceAnswer(exchange, named))) return;
  const prepared = prepareAnswer(request, script, named?.fault ?? null, number);
  if (!request.stream) return sendCompletion(exchange, prepared, script, named);
  const includeUsage = request.stream_options?.include_usage ?? false;
  return sendStream(exchange, prepared, script, { includeUsage, named });
}

/** A request that never came to an answer is in the account too. */
function recordRejected(practice: Practice, request: IncomingMessage, provider: string, model: string): void {
  const identity = { apiKey: apiKeyOf(request), provider, model };
  const record = practice.account.open(practice.nextNumber(), identity, false, null);
  record.end("rejected");
  record.close();
}

/** The life of one chat completion. Throws RequestError for what a provider would refuse. */
export async function handleChat(
  practice: Practice,
  provider: string,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const left = new AbortController();
  response.once("close", () => left.abort());
  let model = "(none)";
  let chat: ChatRequest;
  let script: ModelScript | null;
  try {
    chat = parseChatRequest(await readBody(incoming));
    model = chat.model;
    script = practice.book.find(provider, model);
    if (!script) throw new RequestError(404, `The model '${model}' does not exist.`, "model_not_found", "model");
  } catch (error) {
    if (error instanceof RequestError) recordRejected(practice, incoming, provider, model);
    throw error;
  }
  const number = practice.nextNumber();
  const identity = { apiKey: apiKeyOf(incoming), provider, model };
  const record = practice.account.open(number, identity, chat.stream ?? false, script.price);
  const exchange = { response, gone: left.signal, record };
  void untilGone(left.signal).then(() => record.close());
  await answer(exchange, practice, chat, { script, key: JSON.stringify([provider, model]), number });
}
