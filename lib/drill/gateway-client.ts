import { z } from "zod";
import { CAUSES } from "@/lib/core/outcome";
import type { CallShape } from "@/lib/sandbox/scenario";
import type { DrillAttempt } from "@/lib/wire/drill";
import { DrillError } from "./drill-error";

/** Four bytes a token, as English has them; longer prompts would only fill the memory. */
const WORD = " the";
const MOST_WORDS = 100_000;
const RECORD_TRIES = 20;
const RECORD_PAUSE_MS = 150;
/** With several gateway processes, each must have heard of the drill before it begins. */
const KNOWN_TIMES = 4;
const KNOWN_TRIES = 100;

/** Refusals of the gateway's own: they say nothing of the candidate, and are in no book. */
const NOT_A_CALL: ReadonlySet<string> = new Set([
  "invalid_api_key", "expired_api_key", "revoked_api_key", "model_not_found", "overloaded", "shutting_down", "ledger_unavailable", "database_unavailable", "internal_error",
]);

const errorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), metadata: z.object({ call_id: z.string().nullable() }) }),
});
const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });
const recordSchema = z.object({
  cost: z.string().nullable(),
  unknown_attempts: z.number(),
  attempts: z.array(z.object({ tier: z.number(), endpoint: z.string(), outcome: z.enum(["served", "failed", "aborted"]), cause: z.enum(CAUSES).nullable() })),
});

/** What a client of the gateway learns of one call. */
export type Answered = {
  id: string | null;
  httpStatus: number;
  /** As its headers or usage say. null: it was not served to its end. */
  served: { tier: number; attempts: number; tokens: number; /** Exact decimal USD; null when not known. */ usd: { served: string; failed: string } | null } | null;
  totalMs: number;
};

/** What the gateway's record of a call says. `usd` is null when nothing of it is known. */
export type CallRecordTold = { usd: string | null; unknownAttempts: number; attempts: DrillAttempt[] };

/** The gateway as an application sees it: through its port, with an API key. */
export class GatewayClient {
  constructor(
    private readonly url: string,
    private readonly apiKey: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Waits until the gateway has read the drill's configuration. @throws DrillError */
  async untilKnown(profileSlug: string): Promise<void> {
    let times = 0;
    for (let tries = 0; tries < KNOWN_TRIES && times < KNOWN_TIMES; tries += 1) {
      // On a connection of its own, so that each process is asked in turn.
      const response = await this.fetch("/api/v1/models", { headers: { connection: "close" } });
      const { data } = modelsSchema.safeParse(await response.json());
      const isKnown = data?.data.some(({ id }) => id === `profile/${profileSlug}`) === true;
      times = isKnown ? times + 1 : 0;
      if (!isKnown) await pause(100, this.signal);
    }
    if (times < KNOWN_TIMES) throw new DrillError("The gateway did not take up the drill's configuration in time");
  }

  /** Sends one call and reads its answer to the end. @throws DrillError when the gateway takes no calls */
  async call(profileSlug: string, { usage, stream }: CallShape): Promise<Answered> {
    const told = JSON.stringify({ promptTokens: usage.input, cachedTokens: usage.cachedInput, answerTokens: usage.output });
    const messages = [{ role: "system", content: told }, { role: "user", content: `Drill:${WORD.repeat(Math.min(MOST_WORDS, usage.input))}` }];
    const startedAt = performance.now();
    const response = await this.fetch("/api/v1/chat/completions", {
      method: "POST", headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: `profile/${profileSlug}`, stream, messages, ...(stream ? { stream_options: { include_usage: true } } : {}) }),
    });
    const text = await response.text();
    const totalMs = performance.now() - startedAt;
    if (!response.ok) return { id: recordOfFailed(text), httpStatus: response.status, served: null, totalMs };
    return { id: response.headers.get("x-request-id"), httpStatus: response.status, served: readServed(text, response.headers, stream), totalMs };
  }

  /** The record of a call; null when nobody was asked, so that there is none, or it does not come in time. */
  async findRecord(id: string): Promise<CallRecordTold | null> {
    for (let tries = 0; tries < RECORD_TRIES; tries += 1) {
      const response = await this.fetch(`/api/v1/calls/${id}`, {});
      const body: unknown = await response.json();
      const record = recordSchema.safeParse(body);
      if (record.success) return { usd: record.data.cost, unknownAttempts: record.data.unknown_attempts, attempts: record.data.attempts };
      await pause(RECORD_PAUSE_MS, this.signal);
    }
    return null;
  }

  private fetch(path: string, init: RequestInit): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      ...init, signal: this.signal, cache: "no-store", headers: { ...(init.headers as Record<string, string> | undefined), authorization: `Bearer ${this.apiKey}` },
    });
  }
}

/** Waits, or fails at once when the drill is given up. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new DrillError("The drill was cancelled"));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", leave);
      resolve();
    }, Math.max(0, ms));
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave, { once: true });
  });
}

/** The id of its record; null where nobody was asked. @throws DrillError for what is no answer to a call */
function recordOfFailed(text: string): string | null {
  const { data } = errorSchema.safeParse(parseOrNull(text));
  if (!data) throw new DrillError("What answers at the gateway's address is no gateway");
  const { code, message, metadata } = data.error;
  if (NOT_A_CALL.has(code)) throw new DrillError(`The gateway refused a call of the drill: ${message}`);
  return metadata.call_id;
}

function readServed(text: string, headers: Headers, stream: boolean): Answered["served"] {
  if (stream && !text.trimEnd().endsWith("data: [DONE]")) return null;
  const [tier, attempts] = ["tier", "attempts"].map((name) => Number(headers.get(`x-routeledger-${name}`)));
  // The very digits on the wire: a JSON number would lose some.
  const digits = (name: string) => new RegExp(`"${name}":(\\d+(?:\\.\\d+)?)[,}]`).exec(text)?.[1];
  const [served, failed] = [digits("served"), digits("failed")];
  const tokens = Number(digits("prompt_tokens") ?? 0) + Number(digits("completion_tokens") ?? 0);
  return { tier: tier ?? 0, attempts: attempts ?? 0, tokens, usd: served === undefined || failed === undefined ? null : { served, failed } };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
