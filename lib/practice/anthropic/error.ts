import type { StatusReason } from "@/lib/practice/fault";
import type { RequestError } from "@/lib/practice/request";

/** Anthropic's error envelope. */
export function errorBody(error: unknown): { type: "error"; error: unknown } {
  return { type: "error", error };
}

// https://platform.claude.com/docs/en/api/errors
const BY_STATUS: Record<number, { type: string; message: string }> = {
  401: { type: "authentication_error", message: "invalid x-api-key" },
  402: { type: "billing_error", message: "The credit of this account is used up." },
  403: { type: "permission_error", message: "This API key may not use the resource." },
  404: { type: "not_found_error", message: "The model does not exist." },
  413: { type: "request_too_large", message: "The request has more bytes than are allowed." },
  429: { type: "rate_limit_error", message: "The limit of requests per minute is reached." },
  500: { type: "api_error", message: "Internal server error" },
  504: { type: "timeout_error", message: "The request took too long." },
  529: { type: "overloaded_error", message: "Overloaded" },
};

const BY_REASON: Record<StatusReason, { status?: number; error: { type: string; message: string } | undefined }> = {
  context_length: { error: { type: "invalid_request_error", message: "prompt is too long: 200001 tokens > 200000 maximum" } },
  content_filter: { error: { type: "invalid_request_error", message: "Output blocked by content filtering policy" } },
  overloaded: { status: 529, error: BY_STATUS[529] },
};

function plainType(status: number): string {
  return BY_STATUS[status]?.type ?? (status >= 500 ? "api_error" : "invalid_request_error");
}

/** What Anthropic would send with this status, or for this reason, which may have a status of its own there. */
export function failure(status: number, reason: StatusReason | null): { status: number; body: object } {
  const special = reason && BY_REASON[reason];
  const error = special?.error ?? BY_STATUS[status] ?? { type: plainType(status), message: `Scripted status ${status}.` };
  return { status: special?.status ?? status, body: errorBody(error) };
}

/** A request that Anthropic would not take. */
export function refusal({ status, message }: RequestError): object {
  return errorBody({ type: plainType(status), message });
}
