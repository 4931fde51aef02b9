import type { Usage } from "@/lib/core/usage";
import type { Failed, Left, Received, Timing } from "./answer";
import type { Reason } from "./dialect";
import type { Cut } from "./request-timers";
import { scrub } from "./scrub";
import type { Sending } from "./send";

/** What is known of an attempt when it ends; the rest is what an attempt has that never got anywhere. */
type Known = { httpStatus?: number | null; received?: Received; usage?: Failed["usage"]; inputUsage?: Usage; firstTokenMs?: number | null };

const DETAIL_OF_CUT: Record<Exclude<Cut, "left">, string> = {
  timeout_connect: "no connection in time",
  timeout_first_token: "no first token in time",
  timeout_stall: "the stream stood still for too long",
  timeout_total: "no whole answer in time",
};

export function timing(sending: Sending, firstTokenMs: number | null): Timing {
  return { connectMs: sending.connectMs(), firstTokenMs, totalMs: sending.elapsedMs() };
}

/** Every failure that is told goes through here: whatever words it has are scrubbed. */
export function failed(sending: Sending, { cause, detail }: Reason, owed: Failed["owed"], known: Known = {}): Failed {
  return {
    kind: "failed",
    reason: { cause, detail: scrub(detail, sending.credential) },
    httpStatus: known.httpStatus ?? null,
    retryAfterMs: null,
    staleSocket: sending.staleSocket(),
    owed,
    ...tokensOf(known),
    timing: timing(sending, known.firstTokenMs ?? null),
  };
}

/** What came, and what was told of its tokens. */
export function tokensOf({ received, usage, inputUsage }: Known): Pick<Failed, "received" | "usage" | "inputUsage"> {
  return { received: received ?? { contentBytes: 0, contentChunks: 0 }, usage: usage ?? null, ...(inputUsage ? { inputUsage } : {}) };
}

/** An attempt that ended by an error, by one of our own timers or by the client's leaving, at any stage. */
export function broken(sending: Sending, error: unknown, known: Known = {}): Failed | Left {
  const cut = sending.cut();
  const speaking = (known.received?.contentChunks ?? 0) > 0;
  const owed = speaking ? "received" : sending.connectMs() === null ? "nothing" : "unknown";
  if (cut !== null && cut !== "left") return failed(sending, { cause: cut, detail: DETAIL_OF_CUT[cut] }, owed, known);
  const cause = speaking ? "stream_cut" : isUnreadable(error, known) ? "malformed" : "network";
  const reason: Reason = { cause, detail: describe(error) };
  const end = failed(sending, reason, owed, known);
  if (cut === null) return end;
  return { kind: "left", owed, httpStatus: end.httpStatus, ...tokensOf(end), timing: end.timing };
}

/** What undici says when it cannot read a head: of its parser's errors `code` is not set, and two lengths are a mismatch. */
const UNREADABLE = new Set(["HTTPParserError", "HeadersOverflowError", "ResponseContentLengthMismatchError", "UnreadableAnswerError"]);
/** Of a 100 that nobody asked for, and of a change of protocol. */
const UNEXPECTED = /^bad (?:response|upgrade)$/;

/** The provider did answer, but not in HTTP. An end in the midst of its headers or its body is the connection's fault. */
function isUnreadable(error: unknown, { httpStatus }: Known): boolean {
  if (!(error instanceof Error) || httpStatus != null) return false;
  return (UNREADABLE.has(error.name) && !error.message.includes("EOF")) || UNEXPECTED.test(error.message);
}

/** An error in a few words: a code of Node's says it best; undici's say less than its words. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "the connection broke";
  const code = "code" in error ? String(error.code) : "UND_";
  return code.startsWith("UND_") || code === "undefined" ? error.message : code;
}
