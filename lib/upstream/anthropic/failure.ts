import { causeOfStatus, type Cause } from "@/lib/core/outcome";
import { describeFailure } from "../describe-failure";
import type { Reason } from "../dialect";
import { narrowCause } from "../narrow-cause";
import { fieldsOf, textOf } from "./fields";

/**
 * Types that say more than the status does (platform.claude.com/docs/en/api/errors). Not among them: api_error and
 * invalid_request_error, which also stand for statuses without a type of their own.
 */
const CAUSE_BY_TYPE: ReadonlyMap<string, Cause> = new Map([
  ["authentication_error", "auth"],
  ["permission_error", "auth"],
  ["billing_error", "credit"],
  ["not_found_error", "not_found"],
  ["request_too_large", "context_length"],
  ["rate_limit_error", "rate_limited"],
  ["timeout_error", "server_error"],
  ["overloaded_error", "overloaded"],
]);

/** A limit that no waiting lifts comes as a rate limit with this code. */
const SPEND_LIMIT = "enforced_spend_limit_reached";

/** What a failing status and its body mean. A body that is not Anthropic's leaves the status to speak. */
export function readFailure(status: number, body: string): Reason {
  return describe(`HTTP ${status}`, errorOf(body), causeOfStatus(status) ?? "malformed");
}

/** An error inside an answer that began as a success. */
export function readErrorObject(error: unknown): Reason {
  const isRefusal = fieldsOf(error).type === "invalid_request_error";
  return describe("an error inside a 200", error, isRefusal ? "bad_request" : "server_error");
}

function describe(what: string, error: unknown, byStatus: Cause): Reason {
  const { type, message, details } = fieldsOf(error);
  const words = textOf(message).trim();
  const known = CAUSE_BY_TYPE.get(textOf(type)) ?? byStatus;
  const spent = fieldsOf(details).error_code === SPEND_LIMIT;
  const cause = spent ? "credit" : narrowCause(known, words);
  return { cause, detail: describeFailure(what, cause, words) };
}

function errorOf(body: string): unknown {
  try {
    return fieldsOf(JSON.parse(body)).error;
  } catch {
    return null;
  }
}
