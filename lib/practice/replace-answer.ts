import { drop, errorBody, type Exchange, pause, sendJson, untilGone } from "./connection";
import type { Fault } from "./fault";

type StatusFault = Extract<Fault, { kind: "status" }>;

const PAGE = "<!doctype html>\n<html><head><title>Practice</title></head><body><h1>An unexpected page</h1></body></html>\n";

const ERRORS: Record<number, { message: string; type: string; code: string | null }> = {
  401: { message: "Incorrect API key provided.", type: "invalid_request_error", code: "invalid_api_key" },
  402: { message: "The credit of this account is used up.", type: "insufficient_quota", code: "insufficient_quota" },
  404: { message: "The model does not exist or you do not have access to it.", type: "invalid_request_error", code: "model_not_found" },
  429: { message: "Rate limit reached for requests.", type: "requests", code: "rate_limit_exceeded" },
  503: { message: "The engine is currently overloaded.", type: "server_error", code: "overloaded" },
};

/** The error that a provider would send with this status. */
function errorFor(status: number): object {
  const plain = { message: `Scripted status ${status}.`, type: status >= 500 ? "server_error" : "invalid_request_error" };
  return errorBody(ERRORS[status] ?? plain);
}

async function sendStatus({ response, gone }: Exchange, fault: StatusFault): Promise<void> {
  await pause(fault.afterMs, gone);
  if (gone.aborted) return;
  const body = fault.body === undefined ? errorFor(fault.status) : fault.body;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.setHeader("content-type", typeof body === "string" ? "text/plain" : "application/json");
  for (const [name, value] of Object.entries(fault.headers)) response.setHeader(name, value);
  if (fault.retryAfter !== undefined) response.setHeader("retry-after", fault.retryAfter);
  response.writeHead(fault.status);
  response.end(text);
}

/** Sends bytes that no HTTP library would send. */
async function sendRaw(exchange: Exchange, bytes: string, end: "fin" | "rst" | "hang"): Promise<void> {
  exchange.response.socket?.write(Buffer.from(bytes, "latin1"));
  return end === "hang" ? untilGone(exchange.gone) : drop(exchange, end);
}

/** Carries out a fault that leaves no room for an answer. Returns false, and does nothing, for all others. */
export async function replaceAnswer(exchange: Exchange, { name, fault }: { name: string; fault: Fault }): Promise<boolean> {
  const { response, gone, record } = exchange;
  switch (fault.kind) {
    case "status":
      record.end(name);
      await sendStatus(exchange, fault);
      return true;
    case "refuse":
      record.end(name);
      await drop(exchange, fault.how);
      return true;
    case "raw":
      record.end(name);
      await sendRaw(exchange, fault.bytes, fault.end);
      return true;
    case "hang_headers":
      record.end(name);
      await untilGone(gone);
      return true;
    case "html":
      record.end(name);
      response.writeHead(fault.status, { "content-type": "text/html; charset=utf-8" }).end(PAGE);
      return true;
    case "error_body":
      record.end(name);
      sendJson(response, 200, fault.error === undefined ? errorFor(500) : { error: fault.error });
      return true;
    default:
      return false;
  }
}
