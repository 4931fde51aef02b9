import { causeOfStatus, type Cause } from "@/lib/core/outcome";
import { describeFailure } from "../describe-failure";
import type { Reason } from "../dialect";
import { narrowCause } from "../narrow-cause";

/** Codes and types that say more than the status does (platform.openai.com/docs/guides/error-codes). */
const CAUSE_BY_CODE: ReadonlyMap<string, Cause> = new Map([
  ["context_length_exceeded", "context_length"],
  ["content_filter", "content_filter"],
  ["content_policy_violation", "content_filter"],
  ["insufficient_quota", "credit"],
  ["data_inspection_failed", "content_filter"],
  ["invalid_api_key", "auth"],
  ["authentication_error", "auth"],
  ["invalid_authentication_error", "auth"],
  ["permission_error", "auth"],
  ["model_not_found", "not_found"],
  ["rate_limit_exceeded", "rate_limited"],
]);

/** What a failing status and its body mean. A body that cannot be read leaves the status to speak. */
export function readFailure(status: number, body: string): Reason {
  return describe(`HTTP ${status}`, findError(body), causeOfStatus(status) ?? "malformed");
}

/** An error inside an answer that began as a success; its code is often a status. */
export function readErrorObject(error: unknown): Reason {
  const status = Number(memberOf(error, "code"));
  const isRefusal = memberOf(error, "type") === "invalid_request_error";
  const byStatus = status >= 400 && status < 600 ? causeOfStatus(status) : null;
  return describe("an error inside a 200", error, byStatus ?? (isRefusal ? "bad_request" : "server_error"));
}

function describe(what: string, error: unknown, byStatus: Cause): Reason {
  const metadata = memberOf(error, "metadata");
  const message = textOf(typeof error === "string" ? error : memberOf(error, "message")).trim();
  const known = causeByCode(memberOf(error, "code")) ?? causeByCode(memberOf(error, "type")) ?? byStatus;
  const isFlagged = known === "auth" && Array.isArray(memberOf(metadata, "reasons"));
  // OpenRouter's own message says no more than that a provider refused; the provider's words are beside it.
  const cause = isFlagged ? "content_filter" : narrowCause(known, `${message} ${textOf(memberOf(metadata, "raw"))}`.trim());
  return { cause, detail: describeFailure(what, cause, message) };
}

function causeByCode(code: unknown): Cause | null {
  return typeof code === "string" ? (CAUSE_BY_CODE.get(code) ?? null) : null;
}

/** Google's hosts wrap the object in a list; some hosts write the error's members at the top. */
function findError(body: string): unknown {
  try {
    const json: unknown = JSON.parse(body);
    const object: unknown = Array.isArray(json) ? json[0] : json;
    return memberOf(object, "error") ?? object;
  } catch {
    return null;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
