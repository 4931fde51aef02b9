import type { IncomingMessage } from "node:http";
import type { AttemptTimers } from "@/lib/core/deadline";
import { neverSent, type Answer, type Failed, type Left, type Speaking, type Whole } from "./answer";
import type { DialectAdapter, Reason } from "./dialect";
import { broken, failed, timing } from "./ending";
import { RefusedAddressError, type Pool } from "./pool";
import { parseRateLimits } from "./rate-limits";
import { parseRetryAfter } from "./retry-after";
import { send, type Sending } from "./send";
import { openStream } from "./stream";

const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const MAX_ERROR_BYTES = 65_536;
/** The status of a failure says enough: its body is not waited for longer than this. */
const ERROR_BODY_MS = 2_000;

export type UpstreamCall = {
  adapter: DialectAdapter;
  baseUrl: string;
  credential: string | null;
  pool: Pool;
  body: Uint8Array;
  stream: boolean;
  timers: AttemptTimers;
  /** Aborts when the client leaves. */
  signal: AbortSignal;
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
    const response = await sending.response;
    httpStatus = response.statusCode ?? null;
    const saidAtMs = Date.now();
    limits = { ...parseRateLimits(response.headersDistinct, saidAtMs), saidAtMs };
    answer = await readAnswer(call, sending, response);
  } catch (error) {
    answer = broken(sending, error, { httpStatus });
  }
  if (answer.kind !== "speaking") sending.close({ drain: false });
  return { ...answer, limits };
}

type Brought = Failed | Left | Whole | Speaking;

function start({ adapter, baseUrl, credential, body, stream, timers, ...rest }: UpstreamCall): Sending {
  return send({
    ...rest,
    credential,
    url: new URL(baseUrl.replace(/\/+$/, "") + adapter.path),
    headers: {
      "content-type": "application/json",
      accept: stream ? "text/event-stream" : "application/json",
      "accept-encoding": "identity",
      "user-agent": "routeledger",
      ...adapter.headers(credential),
    },
    body,
    timers,
    waiting: stream
      ? { cause: "timeout_first_token", ms: timers.firstTokenMs }
      : { cause: "timeout_total", ms: timers.answerMs },
  });
}

async function readAnswer(call: UpstreamCall, sending: Sending, response: IncomingMessage): Promise<Brought> {
  const httpStatus = response.statusCode ?? 0;
  if (httpStatus < 200 || httpStatus > 299) return readRefusal(call, sending, response, httpStatus);
  if ((response.headers["content-encoding"] ?? "identity").toLowerCase() !== "identity") {
    return failed(sending, malformed("the answer came encoded, which was not asked for"), "unknown", { httpStatus });
  }
  if (call.stream && response.headers["content-type"]?.toLowerCase().startsWith("text/event-stream")) {
    return openStream(sending, call.adapter.openReader(call.body), response, call.timers.stallMs);
  }
  const body = await readBytes(response, MAX_ANSWER_BYTES);
  const whole = body === null ? malformed("the answer is larger than 16 MiB") : call.adapter.readWhole(body);
  if ("cause" in whole) return failed(sending, whole, "unknown", { httpStatus });
  const received = { contentBytes: whole.contentBytes, contentChunks: 0 };
  if (call.stream) {
    const reason = malformed("a stream was asked for and none came");
    return failed(sending, reason, "unknown", { httpStatus, usage: whole.usage });
  }
  return { kind: "whole", body: whole.body, filtered: whole.filtered, httpStatus, usage: whole.usage, received, timing: timing(sending, null) };
}

/** A provider that refuses with a status has done no work that it bills. */
async function readRefusal(
  call: UpstreamCall,
  sending: Sending,
  response: IncomingMessage,
  httpStatus: number,
): Promise<Brought> {
  sending.arm("timeout_total", ERROR_BODY_MS);
  const bytes = await readBytes(response, MAX_ERROR_BYTES).catch(() => null);
  if (sending.cut() === "left") return { ...broken(sending, null, { httpStatus }), owed: "nothing" };
  const reason = call.adapter.readFailure(httpStatus, new TextDecoder().decode(bytes ?? new Uint8Array()));
  const retryAfterMs = parseRetryAfter(response.headersDistinct, Date.now());
  return { ...failed(sending, reason, "nothing", { httpStatus }), retryAfterMs };
}

/** @returns null when there is more than `limit` */
async function readBytes(response: IncomingMessage, limit: number): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const malformed = (detail: string): Reason => ({ cause: "malformed", detail });
