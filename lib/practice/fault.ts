import { z } from "zod";
import { headersSchema } from "./headers";

const how = z.enum(["rst", "fin"]);
/** Where an interruption strikes; with `opening` after the frame before the next token, which says nothing yet. */
const where = { afterTokens: z.int().min(0).default(3), opening: z.boolean().optional() };
const contentType = z.string().regex(/^[\x20-\x7e]*$/).nullable();

/** Why a status is sent, where the status alone does not say it; each dialect has its own words, or status, for it. */
const reason = z.enum(["context_length", "content_filter", "overloaded"]);
export type StatusReason = z.output<typeof reason>;

/** One way in which an answer goes wrong. docs/practice-providers.md says what each looks like on the wire. */
export const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(300).max(999),
    body: z.unknown().optional(),
    reason: reason.optional(),
    headers: headersSchema.default({}),
    retryAfter: z.union([z.string(), z.number()]).optional(),
    afterMs: z.number().min(0).default(0),
  }),
  z.strictObject({ kind: z.literal("refuse"), how: how.default("rst") }),
  z.strictObject({ kind: z.literal("raw"), bytes: z.string(), end: z.enum(["fin", "rst", "hang"]).default("fin") }),
  z.strictObject({ kind: z.literal("html"), status: z.int().min(200).max(999).default(200) }),
  z.strictObject({ kind: z.literal("error_body"), error: z.unknown().optional() }),
  z.strictObject({ kind: z.literal("hang_headers") }),
  z.strictObject({ kind: z.literal("hang"), ...where }),
  z.strictObject({ kind: z.literal("cut"), ...where, how: how.default("rst"), framed: z.boolean().default(true) }),
  z.strictObject({ kind: z.literal("malformed_json"), ...where }),
  z.strictObject({ kind: z.literal("truncated_json"), ...where }),
  z.strictObject({ kind: z.literal("error_event"), ...where, error: z.unknown().optional() }),
  z.strictObject({
    kind: z.literal("endless"),
    ...where,
    fill: z.enum(["line", "comments", "blank_lines"]).default("line"),
    everyMs: z.number().min(0).default(0),
  }),
  z.strictObject({
    kind: z.literal("informational"),
    status: z.int().min(100).max(199).default(103),
    count: z.int().min(1).max(100_000).default(1),
  }),
  z.strictObject({ kind: z.literal("big_headers"), bytes: z.int().min(1).max(100_000_000).default(1_000_000) }),
  z.strictObject({ kind: z.literal("content_type"), contentType }),
  z.strictObject({ kind: z.literal("encoded"), encoding: z.enum(["gzip", "br", "deflate"]).default("gzip"), broken: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal("missing_usage") }),
  z.strictObject({ kind: z.literal("bad_usage"), usage: z.unknown().optional(), early: z.unknown().optional() }),
  z.strictObject({ kind: z.literal("no_done"), finish: z.boolean().default(true) }),
  z.strictObject({ kind: z.literal("finish_reason"), reason: z.string() }),
  z.strictObject({ kind: z.literal("empty_choices") }),
  z.strictObject({ kind: z.literal("slow_drip"), byteMs: z.number().min(0).default(1) }),
]);
export type Fault = z.output<typeof faultSchema>;
/** A fault under the name that the sequence has for it. */
export type NamedFault = { name: string; fault: Fault };

/** The faults that strike in the midst of an answer. */
export type Interruption = Extract<Fault, { afterTokens: number }>;

const BUILT_IN: Record<string, z.input<typeof faultSchema>> = {
  rate_limited: { kind: "status", status: 429, retryAfter: 1 },
  overloaded: { kind: "status", status: 503, reason: "overloaded" },
  server_error: { kind: "status", status: 500 },
  auth: { kind: "status", status: 401 },
  credit: { kind: "status", status: 402 },
  not_found: { kind: "status", status: 404 },
  bad_request: { kind: "status", status: 400 },
  context_length: { kind: "status", status: 400, reason: "context_length" },
  content_filter: { kind: "status", status: 400, reason: "content_filter" },
  redirect: { kind: "status", status: 307, headers: { location: "http://127.0.0.1:9/" }, body: "" },
  refuse: { kind: "refuse" },
  html: { kind: "html" },
  error_body: { kind: "error_body" },
  hang_headers: { kind: "hang_headers" },
  hang_first_token: { kind: "hang", afterTokens: 0 },
  hang_stream: { kind: "hang" },
  cut_rst: { kind: "cut", how: "rst" },
  cut_fin: { kind: "cut", how: "fin" },
  cut_unframed: { kind: "cut", how: "fin", framed: false },
  malformed_json: { kind: "malformed_json" },
  truncated_json: { kind: "truncated_json" },
  error_event: { kind: "error_event" },
  endless: { kind: "endless" },
  informational: { kind: "informational" },
  informational_flood: { kind: "informational", count: 2_000 },
  big_headers: { kind: "big_headers" },
  wrong_content_type: { kind: "content_type", contentType: "text/plain" },
  gzip: { kind: "encoded" },
  br: { kind: "encoded", encoding: "br" },
  broken_gzip: { kind: "encoded", broken: true },
  missing_usage: { kind: "missing_usage" },
  bad_usage: { kind: "bad_usage" },
  no_done: { kind: "no_done" },
  no_finish: { kind: "no_done", finish: false },
  empty_choices: { kind: "empty_choices" },
  slow_drip: { kind: "slow_drip" },
};

const builtIn = new Map(Object.entries(BUILT_IN).map(([name, fault]) => [name, faultSchema.parse(fault)]));

/** The fault that every script knows under this name: a built-in one, or a bare status such as "429"; else null. */
export function findBuiltInFault(name: string): Fault | null {
  if (/^[3-9]\d\d$/.test(name)) return faultSchema.parse({ kind: "status", status: Number(name) });
  return builtIn.get(name) ?? null;
}

/** Names of the built-in faults, for messages and documentation. */
export const builtInFaultNames: readonly string[] = [...builtIn.keys()];
