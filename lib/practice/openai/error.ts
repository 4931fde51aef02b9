import type { StatusReason } from "@/lib/practice/fault";
import type { RequestError } from "@/lib/practice/request";

type ErrorFields = { message: string; type: string; param?: string | null; code?: string | null };

/** OpenAI's error envelope. */
export function errorBody({ message, type, param = null, code = null }: ErrorFields): { error: object } {
  return { error: { message, type, param, code } };
}

const BY_STATUS: Record<number, ErrorFields> = {
  401: { message: "Incorrect API key provided.", type: "invalid_request_error", code: "invalid_api_key" },
  402: { message: "The credit of this account is used up.", type: "insufficient_quota", code: "insufficient_quota" },
  404: { message: "The model does not exist or you do not have access to it.", type: "invalid_request_error", code: "model_not_found" },
  429: { message: "Rate limit reached for requests.", type: "requests", code: "rate_limit_exceeded" },
  503: { message: "The engine is currently overloaded.", type: "server_error", code: "overloaded" },
};

const BY_REASON: Partial<Record<StatusReason, ErrorFields>> = {
  context_length: {
    message: "This model's maximum context length is exceeded by the messages of this request.",
    type: "invalid_request_error",
    param: "messages",
    code: "context_length_exceeded",
  },
  content_filter: {
    message: "The request was refused by the content filter.",
    type: "invalid_request_error",
    param: "messages",
    code: "content_filter",
  },
};

/** What OpenAI would send with this status, or for this reason. */
export function failure(status: number, reason: StatusReason | null): { status: number; body: object } {
  const plain = { message: `Scripted status ${status}.`, type: status >= 500 ? "server_error" : "invalid_request_error" };
  return { status, body: errorBody((reason && BY_REASON[reason]) ?? BY_STATUS[status] ?? plain) };
}

/** A request that OpenAI would not take. */
export function refusal({ message, code, param }: RequestError): { error: object } {
  return errorBody({ message, code, param, type: "invalid_request_error" });
}
