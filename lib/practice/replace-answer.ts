import { drop, type Exchange, pause, sendJson, untilGone } from "./connection";
import type { Fault, NamedFault } from "./fault";

type StatusFault = Extract<Fault, { kind: "status" }>;

const PAGE = "<!doctype html>\n<html><head><title>Practice</title></head><body><h1>An unexpected page</h1></body></html>\n";

/** The error of an answer that began well: as scripted, or the dialect's own. */
export function midwayError({ dialect }: Exchange, fault: Extract<Fault, { kind: "error_event" }>): object {
  return fault.error === undefined ? dialect.midway : dialect.envelope(fault.error);
}

async function sendStatus({ dialect, response, gone }: Exchange, fault: StatusFault): Promise<void> {
  await pause(fault.afterMs, gone);
  if (gone.aborted) return;
  const failure = dialect.failure(fault.status, fault.reason ?? null);
  const body = fault.body === undefined ? failure.body : fault.body;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.setHeader("content-type", typeof body === "string" ? "text/plain" : "application/json");
  for (const [name, value] of Object.entries(fault.headers)) response.setHeader(name, value);
  if (fault.retryAfter !== undefined) response.setHeader("retry-after", fault.retryAfter);
  response.writeHead(failure.status);
  response.end(text);
}

/** Sends bytes that no HTTP library would send. */
async function sendRaw(exchange: Exchange, bytes: string, end: "fin" | "rst" | "hang"): Promise<void> {
  exchange.response.socket?.write(Buffer.from(bytes, "latin1"));
  return end === "hang" ? untilGone(exchange.gone) : drop(exchange, end);
}

/** Carries out a fault that leaves no room for an answer. Returns false, and does nothing, for all others. */
export async function replaceAnswer(exchange: Exchange, { name, fault }: NamedFault): Promise<boolean> {
  const { dialect, response, gone, record } = exchange;
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
      sendJson(response, 200, fault.error === undefined ? dialect.failure(500, null).body : dialect.envelope(fault.error));
      return true;
    default:
      return false;
  }
}
