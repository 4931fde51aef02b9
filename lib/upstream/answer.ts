import type { RateLimits } from "@/lib/core/learned-limits";
import type { Usage } from "@/lib/core/usage";
import type { Member } from "@/lib/wire/json-members";
import type { Chunk, Reason } from "./dialect";

/** Milliseconds from the start of the attempt; null where it never came that far. */
export type Timing = { connectMs: number | null; firstTokenMs: number | null; totalMs: number };

/** What came of an answer's content, from which output is estimated when usage is missing. */
export type Received = { contentBytes: number; contentChunks: number };

/** An attempt that brought nothing to the client. */
export type Failed = {
  kind: "failed";
  reason: Reason;
  httpStatus: number | null;
  retryAfterMs: number | null;
  staleSocket: boolean;
  /**
   * Whether the provider may ask money for it: `nothing` when no request reached it or it refused with a status,
   * `unknown` when it may have worked on the answer, `received` when tokens had come.
   */
  owed: "nothing" | "unknown" | "received";
  received: Received;
  usage: Usage | null;
  /** What was read, exactly, where a stream told it at its start; its output is 0 and to be estimated. For want of `usage`. */
  inputUsage?: Usage;
  timing: Timing;
};

/** The client left. */
export type Left = Omit<Failed, "kind" | "reason" | "retryAfterMs" | "staleSocket"> & { kind: "left" };

/** An answer in one piece. */
export type Whole = {
  kind: "whole";
  body: Uint8Array;
  /** Of the body's object. */
  members: Member[];
  /** A content filter held everything back. */
  filtered: boolean;
  httpStatus: number;
  usage: Usage | null;
  /** As of a failed one. */
  inputUsage?: Usage;
  received: Received;
  timing: Timing;
};

/** Takes chunks as they come. A promise asks for a pause until it is resolved. */
export type TakeChunks = (chunks: Chunk[]) => Promise<void> | undefined;

/** A stream that has begun to speak. What follows must be read to its end, once. */
export type Speaking = {
  kind: "speaking";
  httpStatus: number;
  /** Everything up to and with the first content. */
  head: Chunk[];
  /** A content filter held everything back. */
  filtered: boolean;
  /** Reads what follows the head. Never rejects. */
  readOn(take: TakeChunks): Promise<StreamEnd>;
};

/** How a stream ended that had begun to speak. */
export type StreamEnd = Failed | Left | Omit<Whole, "body" | "members" | "filtered">;

/** What an attempt brought, and what its headers say of the provider's limits. */
export type Answer = (Failed | Left | Whole | Speaking) & { limits: (RateLimits & { saidAtMs: number }) | null };

/** A request that could not even be sent: nobody was asked, nothing is owed. */
export function neverSent(reason: Reason): Failed & { limits: null } {
  return {
    kind: "failed",
    limits: null,
    reason,
    httpStatus: null,
    retryAfterMs: null,
    staleSocket: false,
    owed: "nothing",
    received: { contentBytes: 0, contentChunks: 0 },
    usage: null,
    timing: { connectMs: null, firstTokenMs: null, totalMs: 0 },
  };
}
