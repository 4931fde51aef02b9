import type { Pico } from "@/lib/core/money";
import { costOfUsage, type Price } from "@/lib/core/price";
import type { AttemptTimers } from "@/lib/core/deadline";
import type { Usage } from "@/lib/core/usage";
import type { Random } from "../random";
import type { EndpointModel, FailureKind } from "../scenario";
import { quantileOf } from "../spread";
import type { Rate, RecordedAttempt, RecordedPast } from "./recorded";

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/** Fewer say too little of an hour, or of a day. */
const ENOUGH = 10;
const HALF_STEP = 2 ** -33;

type Draw = { model: EndpointModel; success: number; price: Price | null; usage: Usage; stream: boolean; timers: AttemptTimers; random: Random };

/** How an endpoint's attempts went at that time: in the same UTC hour, else on the same day, else as the model has it. */
export function successAt(past: RecordedPast, endpointId: string, atMs: number, model: EndpointModel): number {
  const hours = past.rates.get(endpointId);
  const hour = Math.floor(atMs / HOUR_MS);
  const inHour = hours?.get(hour * HOUR_MS);
  if (inHour && inHour.attempts >= ENOUGH) return inHour.served / inHour.attempts;
  const day = hour - (hour % DAY_HOURS);
  const sum: Rate = { attempts: 0, served: 0 };
  for (let at = day; at < day + DAY_HOURS; at += 1) {
    sum.attempts += hours?.get(at * HOUR_MS)?.attempts ?? 0;
    sum.served += hours?.get(at * HOUR_MS)?.served ?? 0;
  }
  return sum.attempts >= ENOUGH ? sum.served / sum.attempts : model.success;
}

/** An attempt that nobody made. The same random numbers are taken whatever happens, so that one draw does not move the next. */
export function drawAttempt(draw: Draw): Pick<RecordedAttempt, "outcome" | "cause" | "httpStatus" | "firstTokenMs" | "totalMs" | "usage" | "costPico"> & { retryAfterMs: number | null } {
  const { model, success, price, usage, stream, timers, random } = draw;
  const [fate, which, time] = [random.next(), random.next(), random.next() + HALF_STEP];
  const costPico = price && costOfUsage(price, usage);
  if (fate >= success) return failed(pick(model.failures, which), time, { usage, costPico, timers, stream });
  const firstTokenMs = Math.round(quantileOf(model.firstTokenMs, time));
  const wholeMs = firstTokenMs + Math.round((usage.output * 1_000) / model.tokensPerSecond);
  const late = stream ? firstTokenMs > Math.min(timers.firstTokenMs, timers.shareMs) : wholeMs > Math.min(timers.answerMs, timers.shareMs);
  if (late) {
    const kind = model.failures.find(({ cause }) => cause === "timeout_first_token");
    return failed({ ...TIMEOUT, billedMillionths: kind?.billedMillionths ?? TIMEOUT.billedMillionths }, time, { usage, costPico, timers, stream });
  }
  return { outcome: "served", cause: null, httpStatus: 200, firstTokenMs: stream ? firstTokenMs : null, totalMs: wholeMs, usage, costPico, retryAfterMs: null };
}

/** What a provider bills of an answer that came too late is taken to be all of it. */
const TIMEOUT: FailureKind = { cause: "timeout_first_token", share: 1, httpStatus: null, retryAfterMs: null, billedMillionths: 1_000_000, afterMs: { kind: "fixed", value: 0 } };

type Ended = { usage: Usage; costPico: Pico | null; timers: AttemptTimers; stream: boolean };

function failed(kind: FailureKind, time: number, { usage, costPico, timers, stream }: Ended): ReturnType<typeof drawAttempt> {
  const { cause, httpStatus, retryAfterMs, billedMillionths, afterMs } = kind;
  const timerMs = Math.min(timers.shareMs, stream ? timers.firstTokenMs : timers.answerMs);
  const totalMs = cause === "timeout_connect" ? timers.connectMs : cause.startsWith("timeout_") ? timerMs : Math.min(timerMs, Math.round(quantileOf(afterMs, time)));
  const billed = billedMillionths === 0 ? 0n : costPico && (costPico * BigInt(billedMillionths)) / 1_000_000n;
  return { outcome: "failed", cause, httpStatus, firstTokenMs: null, totalMs, usage: billedMillionths === 0 ? null : usage, costPico: billed, retryAfterMs };
}

function pick(kinds: readonly FailureKind[], u: number): FailureKind {
  let below = 0;
  for (const kind of kinds) {
    below += kind.share;
    if (u < below) return kind;
  }
  const last = kinds.at(-1);
  if (!last) throw new Error("An endpoint has no way to fail");
  return last;
}
