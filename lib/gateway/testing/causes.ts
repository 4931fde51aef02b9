import type { Basis, Cause } from "@/lib/core/outcome";
import type { PracticeScript } from "@/lib/practice/script";

/**
 * What becomes of the call when a tier does it. `falls`: on to the next tier. `stops`: the client's own fault, said at
 * once. `breaks`: after the client had been promised the answer. `serves`: it is a good answer all the same.
 */
type Ending = "falls" | "stops" | "breaks" | "serves";

/** What the record of the attempt has to say. */
type Recorded = { cause: Cause | ""; httpStatus: number | null; basis: Basis };

/** One thing that a tier can do when its turn comes, and what is to become of it. */
export type CauseCase = {
  name: string;
  /** By the practice server's name for it. */
  fault: string;
  ending: Ending;
  openai: Recorded;
  anthropic: Recorded;
  /** Only on connections that the gateway had kept: it then asks twice. */
  onKept: boolean;
  /** Anthropic's dialect has no such thing. */
  openaiOnly: boolean;
};

/** Faults of our own, beside the built-in ones. */
export const FAULTS = {
  refuse_fin: { kind: "refuse", how: "fin" },
  cut_first: { kind: "cut", afterTokens: 0 },
  fin_first: { kind: "cut", afterTokens: 0, how: "fin" },
  unframed_first: { kind: "cut", afterTokens: 0, how: "fin", framed: false },
  cut_opened: { kind: "cut", afterTokens: 0, opening: true },
  error_first: { kind: "error_event", afterTokens: 0 },
  error_opened: { kind: "error_event", afterTokens: 0, opening: true },
  malformed_first: { kind: "malformed_json", afterTokens: 0 },
  drip: { kind: "slow_drip", byteMs: 4 },
  comments_first: { kind: "endless", afterTokens: 0, fill: "comments", everyMs: 5 },
  truncated_first: { kind: "truncated_json", afterTokens: 0 },
} as const satisfies NonNullable<PracticeScript["faults"]>;

const attempt = (cause: Cause | "", httpStatus: number | null, basis: Basis): Recorded => ({ cause, httpStatus, basis });

type Rest = Partial<Pick<CauseCase, "name" | "anthropic" | "onKept" | "openaiOnly">>;

function caseOf(ending: Ending, fault: string, openai: Recorded, rest: Rest = {}): CauseCase {
  return { name: fault, fault, ending, openai, anthropic: openai, onKept: false, openaiOnly: false, ...rest };
}

/** Providers bill no refusals: they cost nothing, and that is known. */
const refused = (fault: string, cause: Cause, httpStatus: number, rest: Rest = {}): CauseCase =>
  caseOf("falls", fault, attempt(cause, httpStatus, "reported"), rest);
const clientFault = (fault: string, cause: Cause): CauseCase => caseOf("stops", fault, attempt(cause, 400, "reported"));
/** It may have worked on the answer. */
const lost = (fault: string, cause: Cause, httpStatus: number | null = 200, rest: Rest = {}): CauseCase =>
  caseOf("falls", fault, attempt(cause, httpStatus, "unknown"), rest);
const broken = (fault: string, cause: Cause, rest: Rest = {}): CauseCase =>
  caseOf("breaks", fault, attempt(cause, 200, "estimated"), rest);
const served = (fault: string, basis: Basis = "reported"): CauseCase => caseOf("serves", fault, attempt("", 200, basis));

const BOTH: CauseCase[] = [
  refused("rate_limited", "rate_limited", 429),
  refused("overloaded", "overloaded", 503, { anthropic: attempt("overloaded", 529, "reported") }),
  refused("server_error", "server_error", 500),
  refused("auth", "auth", 401),
  refused("credit", "credit", 402),
  refused("not_found", "not_found", 404),
  refused("redirect", "malformed", 307),
  clientFault("bad_request", "bad_request"),
  clientFault("context_length", "context_length"),
  clientFault("content_filter", "content_filter"),
  lost("refuse", "network", null, { name: "a reset of a kept connection", onKept: true }),
  lost("refuse_fin", "network", null, { name: "the end of a kept connection", onKept: true }),
  lost("big_headers", "malformed", null),
  lost("html", "malformed"),
  lost("gzip", "malformed"),
  lost("error_body", "server_error"),
  served("ok"),
  served("informational"),
  served("missing_usage", "estimated"),
  served("bad_usage", "estimated"),
];

/** Half an answer in one piece is none; of a stream, it depends on whether anything has been said. */
export const WHOLE: CauseCase[] = [
  ...BOTH,
  lost("cut_rst", "network"),
  lost("cut_fin", "network"),
  lost("cut_unframed", "malformed"),
  lost("malformed_json", "malformed"),
  lost("truncated_json", "malformed"),
  lost("error_event", "server_error", 200, { anthropic: attempt("overloaded", 200, "unknown") }),
  lost("empty_choices", "malformed", 200, { openaiOnly: true }),
];

export const STREAMED: CauseCase[] = [
  ...BOTH,
  lost("cut_first", "network"),
  lost("fin_first", "network"),
  lost("unframed_first", "stream_cut"),
  lost("cut_opened", "network"),
  lost("malformed_first", "malformed"),
  lost("truncated_first", "stream_cut"),
  lost("error_first", "server_error", 200, { anthropic: attempt("overloaded", 200, "unknown") }),
  lost("error_opened", "server_error", 200, { anthropic: attempt("overloaded", 200, "unknown") }),
  lost("wrong_content_type", "malformed"),
  // It says what it read in vain, and that is paid.
  caseOf("falls", "empty_choices", attempt("malformed", 200, "reported"), { openaiOnly: true }),
  broken("cut_rst", "stream_cut"),
  broken("cut_fin", "stream_cut"),
  broken("cut_unframed", "stream_cut"),
  broken("malformed_json", "malformed"),
  broken("truncated_json", "stream_cut"),
  // What has been told of it stands, though the answer is not there to its end.
  caseOf("breaks", "no_finish", attempt("stream_cut", 200, "reported"), { anthropic: attempt("stream_cut", 200, "estimated") }),
  broken("error_event", "server_error", { anthropic: attempt("overloaded", 200, "estimated") }),
  served("no_done"),
];

/** What only time tells. An answer that nobody waits behind gets all the time that is left, and then nobody serves. */
export function slowCases(stream: boolean, isLast: boolean): CauseCase[] {
  const silent: Cause = stream && !isLast ? "timeout_first_token" : "timeout_total";
  return [
    lost("hang_headers", silent, null),
    lost("hang_first_token", silent),
    lost("drip", silent),
    ...(stream ? [lost("comments_first", silent), broken("hang_stream", "timeout_stall")] : [lost("hang_stream", silent)]),
  ];
}
