import type { Endpoint } from "@/lib/core/profile";
import type { LimitsInput } from "./inputs";
import { ASSUMED, type Notebook, TYPED } from "./notebook";
import type { ProviderLimits } from "./scenario";
import { wordAmount, wordCount } from "./words";

const AMOUNTS = ["requestsPerMinute", "tokensPerMinute", "inputTokensPerMinute", "outputTokensPerMinute"] as const;
/** What clients let a model write where neither they nor the catalogue say so. */
const USUAL_MAX_OUTPUT = 4_096;

/** The provider's own limits; null where none is typed. */
export function composeLimits(path: string, label: string, typed: LimitsInput | undefined, endpoint: Endpoint, notes: Notebook): ProviderLimits | null {
  const amounts = AMOUNTS.map((name) => [name, notes.readAmount(`${path}.${name}`, "A limit", typed?.[name], { isAbove: true }) ?? null] as const);
  const set = amounts.filter(([, amount]) => amount !== null);
  needNumber(path, typed, notes);
  if (!typed || set.length === 0) {
    notes.note(path, label, "none", typed ? TYPED : ASSUMED);
    return null;
  }
  const [requestsPerMinute = null, tokensPerMinute = null, inputTokensPerMinute = null, outputTokensPerMinute = null] = amounts.map(([, amount]) => amount);
  const limits: ProviderLimits = {
    requestsPerMinute, tokensPerMinute, inputTokensPerMinute, outputTokensPerMinute,
    window: typed.window ?? "bucket",
    bucketMinutes: notes.readAmount(`${path}.bucketMinutes`, "A bucket, in minutes,", typed.bucketMinutes, { isAbove: true, most: 1_440 }) ?? 1,
    reserves: typed.reserves ?? "actual",
    maxOutputTokens: notes.readAmount(`${path}.maxOutputTokens`, "What a client lets the model write", typed.maxOutputTokens, { least: 1 })
      ?? endpoint.maxOutputTokens ?? USUAL_MAX_OUTPUT,
    countsCachedInput: typed.countsCachedInput ?? true,
    saysRetryAfter: typed.saysRetryAfter ?? true,
    saysWhatIsLeft: typed.saysWhatIsLeft ?? false,
  };
  notes.note(path, label, wordLimits(limits), TYPED);
  return limits;
}

function needNumber(path: string, typed: LimitsInput | undefined, notes: Notebook): void {
  if (!typed || AMOUNTS.some((name) => typed[name] !== undefined)) return;
  notes.refuse(path, "Limits need a number of requests or tokens a minute: type one, or leave the limits out.");
}

function wordLimits(limits: ProviderLimits): string {
  const things = { requestsPerMinute: "requests", tokensPerMinute: "tokens", inputTokensPerMinute: "input tokens", outputTokensPerMinute: "output tokens" };
  const amounts = AMOUNTS.flatMap((name) => {
    const amount = limits[name];
    return amount === null ? [] : [`${wordCount(amount)} ${things[name]} a minute`];
  });
  const window = limits.window === "bucket" ? `a bucket of ${wordAmount(limits.bucketMinutes)} min` : "by fixed minutes";
  const reserves = limits.reserves === "actual" ? "by what is written" : `by ${wordCount(limits.maxOutputTokens)} tokens that may be written`;
  return `${amounts.join(", ")}; ${window}; ${reserves}; cached input ${limits.countsCachedInput ? "counts" : "does not count"}`;
}
