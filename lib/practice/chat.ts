import type { IncomingMessage, ServerResponse } from "node:http";
import type { Account } from "./account";
import { prepareAnswer } from "./answer";
import { sendCompletion } from "./completion";
import { type Exchange, untilGone } from "./connection";
import type { AnswerRequest, Dialect } from "./dialect";
import { dressAnswer } from "./dress-answer";
import { replaceAnswer } from "./replace-answer";
import { readBody, RequestError } from "./request";
import type { Schedule } from "./schedule";
import type { ModelScript } from "./script";
import type { ScriptBook } from "./script-book";
import { sendStream } from "./stream";
import { heedTold } from "./told";

/** What all requests of one practice server share. */
export type Practice = { book: ScriptBook; account: Account; schedule: Schedule; nextNumber: () => string };

/** From either dialect's header, in either dialect. */
function apiKeyOf({ headers }: IncomingMessage): string {
  const bearer = /^Bearer (.{1,512})$/i.exec(headers.authorization ?? "")?.[1];
  return bearer ?? (String(headers["x-api-key"] ?? "").slice(0, 512) || "(none)");
}

async function answer(
  exchange: Exchange,
  practice: Practice,
  request: AnswerRequest,
  scripted: { script: ModelScript; key: string; number: string },
): Promise<void> {
  const { script, key, number } = scripted;
  const name = practice.schedule.next(practice.book.script.seed, key, script);
  const named = name === "ok" ? null : { name, fault: practice.book.fault(name) };
  if (named && (await replaceAnswer(exchange, named))) return;
  if (named) dressAnswer(exchange, named.fault);
  const prepared = prepareAnswer(exchange.dialect, request, script, named?.fault ?? null, number);
  if (!request.stream) return sendCompletion(exchange, prepared, script, named);
  return sendStream(exchange, prepared, script, { includeUsage: request.includeUsage, named });
}

/** A request that never came to an answer is in the account too. */
function recordRejected(practice: Practice, request: IncomingMessage, provider: string, model: string): void {
  const identity = { apiKey: apiKeyOf(request), provider, model };
  const record = practice.account.open(practice.nextNumber(), identity, false, null);
  record.end("rejected");
  record.close();
}

/** The life of one request for an answer, in either dialect. Throws RequestError for what a provider would refuse. */
export async function handleChat(
  practice: Practice,
  dialect: Dialect,
  provider: string,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const left = new AbortController();
  response.once("close", () => left.abort());
  let model = "(none)";
  let request: AnswerRequest;
  let script: ModelScript;
  try {
    request = dialect.parse(await readBody(incoming), incoming.headers);
    model = request.model;
    const found = practice.book.find(provider, model);
    if (!found) throw new RequestError(404, `The model '${model}' does not exist.`, "model_not_found", "model");
    script = heedTold(found, request);
  } catch (error) {
    if (error instanceof RequestError) recordRejected(practice, incoming, provider, model);
    throw error;
  }
  const number = practice.nextNumber();
  const identity = { apiKey: apiKeyOf(incoming), provider, model };
  const record = practice.account.open(number, identity, request.stream, script.price);
  const exchange = { dialect, response, gone: left.signal, record };
  void untilGone(left.signal).then(() => record.close());
  for (const [name, value] of Object.entries(script.headers)) response.setHeader(name, value);
  await answer(exchange, practice, request, { script, key: JSON.stringify([provider, model]), number });
}
