import { appendLine } from "./journal/durable-file";
import type { JournalFolder } from "./journal/journal-file";
import { toNamedRecord } from "./journal/named-record";
import type { CallRecord } from "./record";

const UNREADABLE = "(unreadable)";

/**
 * The call with its ids, how it ended and its amounts, and nothing else: for a call that Postgres refused, so that
 * totals stay whole. What is dropped is in the quarantine.
 */
export function keepMoney(call: CallRecord): CallRecord {
  return {
    ...call,
    profileSlug: UNREADABLE,
    requestedModel: UNREADABLE,
    servedEndpoint: call.servedEndpoint === null ? null : UNREADABLE,
    plan: [],
    tags: {},
    firstTokenMs: null,
    totalMs: 0,
    overheadUs: 0,
    attempts: call.attempts.map((attempt) => ({
      ...attempt,
      endpoint: UNREADABLE,
      provider: UNREADABLE,
      detail: UNREADABLE,
      usage: null,
      connectMs: null,
      firstTokenMs: null,
      totalMs: 0,
    })),
  };
}

/** A file of JSON lines, one a day, of what could not be written to the database and why. */
export type Quarantine = {
  addCall(call: CallRecord, reason: string): Promise<void>;
  /** Bytes of the journal that are no record of this version. */
  addBytes(payload: Buffer, reason: string): Promise<void>;
};

export function openQuarantine(folder: JournalFolder): Quarantine {
  const add = (reason: string, content: object) => {
    const at = new Date().toISOString();
    return appendLine(folder, `quarantine-${at.slice(0, 10)}.jsonl`, JSON.stringify({ at, reason, ...content }));
  };
  return {
    addCall: (call, reason) => add(reason, { call: toNamedRecord(call) }),
    addBytes: (payload, reason) => add(reason, { base64: payload.toString("base64") }),
  };
}
