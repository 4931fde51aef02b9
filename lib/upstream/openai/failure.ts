import { causeOfStatus, type Cause } from "@/lib/core/outcome";
import { describeFailure, speaksOfCredential } from "../describe-failure";
import type { Reason } from "../dialect";
import { scrub } from "../scrub";

/** Codes that say more than the status does (platform.openai.com/docs/guides/error-codes). */
const CAUSE_BY_CODE: ReadonlyMap<string, Cause> = new Map([
  ["context_length_exceeded", "context_length"],
  ["content_filter", "content_filter"],
  ["content_policy_violation", "content_filter"],
  ["insufficient_quota", "credit"],
  ["invalid_api_key", "auth"],
  ["model_not_found", "not_found"],
  ["rate_limit_exceeded", "rate_limited"],
]);

/** Hosts of open models have no code for it, but all say it in about these words. */
const CONTEXT_LENGTH = /maximum context length|context window|prompt is too long|too many input tokens/i;

/** What a failing status and its body mean. A body that cannot be read leaves the status to speak. */
export function readFailure(status: number, body: string): Reason {
  const error = findError(body);
  const message = scrub(error?.message ?? "");
  const byStatus = causeOfStatus(status) ?? "malformed";
  const cause = CAUSE_BY_CODE.get(error?.code ?? "") ?? (byStatus === "bad_request" ? causeOfRefusal(message) : byStatus);
  return { cause, detail: describeFailure(`HTTP ${status}`, cause, message) };
}

function causeOfRefusal(message: string): Cause {
  if (CONTEXT_LENGTH.test(message)) return "context_length";
  return speaksOfCredential(message) ? "auth" : "bad_request";
}

/** An error inside an answer that began as a success; its code is often a status. */
export function readErrorObject(error: unknown): Reason {
  const { code, message } = errorFields(error);
  const status = Number(code);
  const byStatus = status >= 400 && status < 600 ? causeOfStatus(status) : null;
  const cause = CAUSE_BY_CODE.get(code ?? "") ?? (byStatus === "bad_request" ? causeOfRefusal(message) : (byStatus ?? "server_error"));
  return { cause, detail: describeFailure("an error inside a 200", cause, scrub(message)) };
}

function findError(body: string): { code?: string; message: string } | null {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json !== "object" || json === null) return null;
    return errorFields("error" in json ? json.error : json);
  } catch {
    return null;
  }
}

function errorFields(error: unknown): { code?: string; message: string } {
  if (typeof error === "string") return { message: error };
  if (typeof error !== "object" || error === null) return { message: "" };
  const message = "message" in error && typeof error.message === "string" ? error.message : "";
  const code = "code" in error && (typeof error.code === "string" || typeof error.code === "number") ? String(error.code) : null;
  return code === null ? { message } : { code, message };
}
