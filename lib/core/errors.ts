/** The one table from a refusal's code to its HTTP status and OpenAI error type. */
const ERRORS = {
  invalid_json: [400, "invalid_request_error"],
  invalid_request: [400, "invalid_request_error"],
  unsupported_parameter: [400, "invalid_request_error"],
  context_length_exceeded: [400, "invalid_request_error"],
  no_capable_endpoint: [400, "invalid_request_error"],
  exceeds_caps: [400, "invalid_request_error"],
  content_filter: [400, "invalid_request_error"],
  missing_api_key: [401, "authentication_error"],
  invalid_api_key: [401, "authentication_error"],
  revoked_api_key: [401, "authentication_error"],
  expired_api_key: [401, "authentication_error"],
  budget_exhausted: [402, "insufficient_quota"],
  insufficient_scope: [403, "permission_error"],
  model_not_found: [404, "invalid_request_error"],
  profile_not_found: [404, "invalid_request_error"],
  call_not_found: [404, "invalid_request_error"],
  report_not_found: [404, "invalid_request_error"],
  route_not_found: [404, "invalid_request_error"],
  method_not_allowed: [405, "invalid_request_error"],
  request_timeout: [408, "invalid_request_error"],
  body_too_large: [413, "invalid_request_error"],
  unsupported_media_type: [415, "invalid_request_error"],
  upstream_refused_request: [400, "invalid_request_error"],
  key_limit_reached: [429, "rate_limit_error"],
  all_rate_limited: [429, "rate_limit_error"],
  sandbox_busy: [429, "rate_limit_error"],
  client_closed_request: [499, "invalid_request_error"],
  internal_error: [500, "server_error"],
  all_attempts_failed: [502, "upstream_error"],
  overloaded: [503, "server_error"],
  shutting_down: [503, "server_error"],
  ledger_unavailable: [503, "server_error"],
  database_unavailable: [503, "server_error"],
  all_timed_out: [504, "upstream_error"],
} as const satisfies Record<string, readonly [status: number, type: string]>;

export type ErrorCode = keyof typeof ERRORS;

function errorStatus(code: ErrorCode): number {
  return ERRORS[code][0];
}

export function errorType(code: ErrorCode): string {
  return ERRORS[code][1];
}

/** What an attempt looks like in an error's metadata. */
export type AttemptNote = {
  provider: string;
  endpoint: string;
  cause: string | null;
  status: number | null;
  duration_ms: number;
};

/** Which budget refuses a call, in amounts of USD as decimal texts and a time as ISO has it. */
export type BudgetNote = { name: string; limit_usd: string; left_usd: string; needed_usd: string | null; resets_at: string | null };

/** A candidate that was not asked, and why. */
export type DropNote = { endpoint: string; reason: string };

/** A refusal that the client is told about: what happened, why, and what to do. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly code: ErrorCode;
  /** The request's field that is at fault. */
  readonly param: string | null;
  /** Whole seconds; null when waiting changes nothing. */
  readonly retryAfterS: number | null;
  readonly attempts: AttemptNote[];
  readonly dropped: DropNote[];
  readonly budget: BudgetNote | null;
  /** Sent along, lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The methods that a route has, for 405. */
  readonly allow: string | null;
  /** From the table, unless a provider's own status says more. */
  readonly status: number;

  constructor(
    code: ErrorCode,
    message: string,
    more: { param?: string; retryAfterS?: number | null; attempts?: AttemptNote[]; dropped?: DropNote[]; budget?: BudgetNote; headers?: Record<string, string>; status?: number; allow?: string } = {},
  ) {
    super(message);
    this.code = code;
    this.status = more.status ?? errorStatus(code);
    this.param = more.param ?? null;
    this.retryAfterS = more.retryAfterS ?? null;
    this.attempts = more.attempts ?? [];
    this.dropped = more.dropped ?? [];
    this.budget = more.budget ?? null;
    this.headers = more.headers ?? {};
    this.allow = more.allow ?? null;
  }
}
