import type { IncomingMessage, ServerResponse } from "node:http";
import type { Practice } from "./chat";
import { sendJson } from "./connection";
import { parseJson, readBody, RequestError } from "./request";
import { ScriptError } from "./script";
import { keysFor } from "./script-book";

/** Changes one key of the script; a patch with a sequence begins that sequence at its start. Throws ScriptError. */
export function changeScript({ book, schedule }: Practice, model: string, patch: unknown): void {
  book.patch(model, patch);
  if (typeof patch !== "object" || patch === null || !("sequence" in patch)) return;
  schedule.restart((key) => {
    const [provider, name] = JSON.parse(key) as [string, string];
    return keysFor(provider, name).includes(model);
  });
}

/** Empties the account and begins every sequence again; the script stays. */
export function resetPractice({ account, schedule }: Practice): void {
  account.reset();
  schedule.restart();
}

async function putScript(practice: Practice, request: IncomingMessage): Promise<void> {
  const body = parseJson(await readBody(request));
  if (typeof body !== "object" || body === null || !("model" in body) || typeof body.model !== "string" || body.model === "") {
    throw new RequestError(400, "The body must be an object with a model.", null, "model");
  }
  const { model, ...patch } = body as { model: string };
  try {
    changeScript(practice, model, patch);
  } catch (error) {
    if (error instanceof ScriptError) throw new RequestError(400, error.message);
    throw error;
  }
}

/** `/_practice/*`: the switches and the books. Throws RequestError. */
export async function handleControl(
  practice: Practice,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  switch (`${request.method} ${path}`) {
    case "GET /_practice/account":
      return sendJson(response, 200, practice.account.snapshot());
    case "DELETE /_practice/account":
      resetPractice(practice);
      return sendJson(response, 200, practice.account.snapshot());
    case "GET /_practice/script":
      return sendJson(response, 200, practice.book.script);
    case "PUT /_practice/script":
      await putScript(practice, request);
      return sendJson(response, 200, practice.book.script);
    default:
      throw new RequestError(404, `There is no ${request.method} ${path}.`);
  }
}
