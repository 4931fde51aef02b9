import type { AttemptTimers } from "@/lib/core/deadline";
import { neverSent, type Answer, type Failed, type Left, type Speaking, type Whole } from "./answer";
import type { Cancellation } from "./cancellation";
import type { DialectAdapter, Reason } from "./dialect";
import { broken, failed, timing } from "./ending";
import { RefusedAddressError, type Pool } from "./pool";
import type { ResponseHeaders } from "./response-header";
import { parseRateLimits } from "./rate-limits";
import { parseRetryAfter } from "./retry-after";
import { Sending, type ResponseHead } from "./send";
import { openStream } from "./stream";

const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const MAX_ERROR_BYTES = 65_536;
/** The status of a failure says enough: its body is not waited for longer than this. */
const ERROR_BODY_MS = 2_000;

export type UpstreamCall = {
  adapter: DialectAdapter;
  credential: string | null;
  pool: Pool;
  body: Uint8Array;
  stream: boolean;
  timers: AttemptTimers;
  cancellation: Cancellation;
};

/**
 * Makes exactly one HTTP request and says how it ended; decides nothing and never throws. A stream comes back as
 * soon as its first content has come.
 */
export async function callUpstream(call: UpstreamCall): Promise<Answer> {
  let sending: Sending;
  try {
    sending = start(call);
  } catch (error) {
    const detail = error instanceof RefusedAddressError ? error.message : "the base URL cannot be used";
    return neverSent({ cause: "network", detail });
  }
  let answer: Brought;
  let limits: Answer["limits"] = null;
  let httpStatus: number | null = null;
  try {
    const head = await sending.response;
    httpStatus = head.status;
    const saidAtMs = Date.now();
    const { requests, tokens } = parseRateLimits(head.headers, saidAtMs);
    if (requests || tokens) limits = { requests, tokens, saidAtMs };
    answer = await readAnswer(call, sending, head);
  } catch (error) {
    answer = broken(sending, error, { httpStatus });
  }
  if (answer.kind !== "speaking") sending.close({ drain: false });
  return Object.assign(answer, { limits });
}

type Brought = Failed | Left | Whole | Speaking;

function start({ adapter, credential, body, stream, timers, pool, cancellation }: UpstreamCall): Sending {
  return new Sending({
    path: pool.basePath + adapter.path,
    headers: [
      "content-type", "application/json",
      "accept", stream ? "text/event-stream" : "application/json",
      "accept-encoding", "identity",
      "user-agent", "routeledger",
      ...adapter.headers(credential),
    ],
    credential,
    body,
    pool,
    timers,
    cancellation,
    waiting: stream
      ? { cause: "timeout_first_token", ms: timers.firstTokenMs }
      : { cause: "timeout_total", ms: timers.answerMs },
  });
}

async function readAnswer(call: UpstreamCall, sending: Sending, head: ResponseHead): Promise<Brought> {
  const { status: httpStatus, headers } = head;
  if (httpStatus > 299) return readRefusal(call, sending, head);
  if ((textOf(headers["content-encoding"]) || "identity") !== "identity") {
    return failed(sending, malformed("the answer came encoded, which was not asked for"), "unknown", { httpStatus });
  }
  if (call.stream && isEventStream(headers)) {
    return openStream(sending, call.adapter.openReader(call.body), httpStatus, call.timers.stallMs);
  }
  // There is none behind a 204, whatever comes (RFC 9110, 15.3.5).
  const body = httpStatus === 204 ? new Uint8Array() : await readBytes(sending, MAX_ANSWER_BYTES);
  const whole = body === null ? malformed("the answer is larger than 16 MiB") : call.adapter.readWhole(body);
  if ("cause" in whole) return failed(sending, whole, "unknown", { httpStatus });
  const received = { contentBytes: whole.contentBytes, contentChunks: 0 };
  if (call.stream) {
    const reason = malformed("a stream was asked for and none came");
    return failed(sending, reason, "unknown", { httpStatus, usage: whole.usage });
  }
  const { body: bytes, members, filtered, usage } = whole;
  return { kind: "whole", body: bytes, members, filtered, httpStatus, usage, received, timing: timing(sending, null) };
}

/** A provider that refuses with a status has done no work that it bills. */
async function readRefusal(call: UpstreamCall, sending: Sending, { status: httpStatus, headers }: ResponseHead): Promise<Brought> {
  sending.arm("timeout_total", ERROR_BODY_MS);
  const bytes = await readBytes(sending, MAX_ERROR_BYTES).catch(() => null);
  if (sending.cut() === "left") return { ...broken(sending, null, { httpStatus }), owed: "nothing" };
  const reason = call.adapter.readFailure(httpStatus, new TextDecoder().decode(bytes ?? new Uint8Array()));
  const retryAfterMs = parseRetryAfter(headers, Date.now());
  return { ...failed(sending, reason, "nothing", { httpStatus }), retryAfterMs };
}

function isEventStream(headers: ResponseHeaders): boolean {
  return textOf(headers["content-type"]).startsWith("text/event-stream");
}

function textOf(header: ResponseHeaders[string]): string {
  return (typeof header === "string" ? header : (header?.join() ?? "")).toLowerCase();
}

/** @returns null when there is more than `limit` */
async function readBytes(sending: Sending, limit: number): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  await new Promise<void>((resolve, reject) => {
    const take = (bytes: Buffer) => {
      length += bytes.length;
      if (length > limit) resolve();
      else chunks.push(bytes);
      return undefined;
    };
    sending.read(take).then(resolve, reject);
  });
  if (length > limit) return null;
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

const malformed = (detail: string): Reason => ({ cause: "malformed", detail });
