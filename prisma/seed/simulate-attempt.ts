import type { Basis, Cause, Outcome } from "@/lib/core/outcome";
import { priceUsage } from "@/lib/core/price";
import type { DatedPrice } from "@/lib/catalog/catalog";
import type { Usage } from "@/lib/core/usage";
import type { AttemptRecord, ClassAmounts } from "@/lib/ledger/record";
import type { HostWeather } from "./hosts";
import type { Random } from "./random";
import type { App } from "./traffic";

/** What one call asks for: the same tokens at whichever host. */
export type Request = { app: App; inputTokens: number; outputTokens: number; refusedAs: Cause | null; leaves: boolean };

/** How an attempt went, before it has a place in a call. */
export type SimulatedAttempt = Pick<
  AttemptRecord,
  "outcome" | "cause" | "httpStatus" | "connectMs" | "firstTokenMs" | "totalMs" | "usage" | "priceId" | "priceStep" | "listPrice" | "costPico" | "classes" | "basis" | "detail"
>;

export type Ask = {
  request: Request;
  provider: string;
  model: string;
  price: DatedPrice | null;
  atMs: number;
  firstTokenLimitMs: number;
};

/** One request to one host of the demonstration: answered, refused, timed out, cut, or left by its client. */
export function simulateAttempt(ask: Ask, weather: HostWeather, random: Random): SimulatedAttempt {
  const { request, provider, atMs } = ask;
  const { stream } = request.app;
  const drawn = request.refusedAs ?? weather.drawFault(provider, atMs, random);
  // Only a stream has a first token to wait for, and can be cut in the midst of it.
  const cause = !stream && (drawn === "timeout_first_token" || drawn === "stream_cut") ? "server_error" : drawn;
  const connectMs = Math.round(random.between(4, 38));
  if (cause === null) return answer(ask, connectMs, request.leaves && stream ? "aborted" : "served", weather, random);
  if (cause === "stream_cut") return { ...answer(ask, connectMs, "failed", weather, random), cause, detail: DETAILS.stream_cut ?? "" };
  const failed = { outcome: "failed" as const, cause, firstTokenMs: null, detail: DETAILS[cause] ?? "" };
  if (cause === "timeout_first_token") {
    // It may have read the prompt and been about to speak: nobody knows what that cost.
    return { ...failed, httpStatus: 200, connectMs, totalMs: ask.firstTokenLimitMs, ...UNKNOWN };
  }
  if (cause === "network") return { ...failed, httpStatus: null, connectMs: null, totalMs: connectMs, ...NOTHING_OWED };
  return { ...failed, httpStatus: STATUS[cause] ?? 500, connectMs, totalMs: connectMs + Math.round(random.around(70, 0.5)), ...NOTHING_OWED };
}

function answer(ask: Ask, connectMs: number, outcome: Outcome, weather: HostWeather, random: Random): SimulatedAttempt {
  const { request, provider } = ask;
  const { firstTokenMs: usualMs, tokensPerSecond } = weather.host(provider);
  // What was cut or left half-way is counted by what had come.
  const part = outcome === "served" ? 1 : random.between(0.1, 0.8);
  const output = Math.max(1, Math.round(request.outputTokens * part));
  const firstTokenMs = connectMs + Math.round(random.around(usualMs, 0.35) + request.inputTokens / 40);
  return {
    outcome,
    cause: null,
    httpStatus: 200,
    connectMs,
    firstTokenMs: request.app.stream ? firstTokenMs : null,
    totalMs: firstTokenMs + Math.round((output / random.around(tokensPerSecond, 0.2)) * 1000),
    detail: "",
    ...priced(ask, usageOf(ask, output), outcome === "served" ? "reported" : "estimated"),
  };
}

function usageOf({ request, provider, model }: Ask, output: number): Usage {
  const { app, inputTokens } = request;
  const hasCache = provider === "anthropic" || provider === "openai";
  const cachedInput = hasCache ? Math.round(inputTokens * app.cached) : 0;
  return {
    input: inputTokens,
    cachedInput,
    cacheWrite5m: provider === "anthropic" ? Math.round((inputTokens - cachedInput) / 4) : 0,
    cacheWrite1h: 0,
    output,
    reasoning: model.includes("gpt-oss") ? Math.round(output * app.reasoning) : 0,
  };
}

function priced({ price }: Ask, usage: Usage, basis: Basis) {
  if (!price) return { ...UNKNOWN, usage };
  const { costPico, step, classes } = priceUsage(price.price, usage);
  return { usage, priceId: price.id, priceStep: step, listPrice: null, costPico, classes, basis };
}

const NO_UNITS = { units: 0, costPico: 0n };

/** A host that refuses owes nothing, and that is known. */
const NOTHING_OWED = {
  usage: null,
  priceId: null,
  priceStep: null,
  listPrice: null,
  costPico: 0n,
  classes: {
    input: NO_UNITS,
    cachedInput: NO_UNITS,
    cacheWrite5m: NO_UNITS,
    cacheWrite1h: NO_UNITS,
    output: NO_UNITS,
    reasoning: NO_UNITS,
    perRequest: NO_UNITS,
  } satisfies ClassAmounts,
  basis: "reported" as const,
};

const UNKNOWN = { usage: null, priceId: null, priceStep: null, listPrice: null, costPico: null, classes: null, basis: "unknown" as const };

const STATUS: Partial<Record<Cause, number>> = {
  rate_limited: 429, overloaded: 503, server_error: 500, bad_request: 400, context_length: 400, content_filter: 400,
};

const DETAILS: Partial<Record<Cause, string>> = {
  rate_limited: "Rate limit reached for requests per minute",
  overloaded: "The model is overloaded, try again later",
  server_error: "Internal server error",
  timeout_first_token: "no token within the profile's limit",
  network: "connect ECONNREFUSED",
  stream_cut: "the stream ended before its answer was complete",
  context_length: "This model's maximum context length is exceeded",
  content_filter: "The request was refused by the content filter",
};
