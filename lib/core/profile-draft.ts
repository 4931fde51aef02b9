import type { Strategy, Timers } from "./profile";

/**
 * A profile as it is being edited: the words of the configuration file, all of them texts as a person typed them. What is
 * left empty takes its default.
 */
export type ProfileDraft = {
  slug: string;
  name: string;
  strategy: Strategy;
  /** `provider/model` */
  baseline: string;
  timeouts: Record<keyof Timers, string>;
  /** Causes and HTTP statuses, as is `stopOn`. */
  fallbackOn: string[];
  stopOn: string[];
  backoff: { baseMs: string; capMs: string };
  maxAttempts: string;
  wait: { maxMs: string; usdPerSecond: string };
  servedValueUsd: string;
  /** From the primary on. */
  tiers: TierDraft[];
};

/** A condition of yes, no or, when empty, either. */
export type FlagDraft = "" | "true" | "false";

export type TierDraft = {
  /** `provider/model`; no two tiers have the same. */
  endpoint: string;
  retries: string;
  weight: string;
  lastResort: boolean;
  degraded: boolean;
  when: {
    minPromptTokens: string;
    maxPromptTokens: string;
    stream: FlagDraft;
    tools: FlagDraft;
    images: FlagDraft;
    jsonSchema: FlagDraft;
    metadata: { tag: string; value: string }[];
    /** Such as `22:00-06:00`. */
    utc: string;
  };
  fallbackOn: string[];
  stopOn: string[];
  timeouts: Record<Exclude<keyof Timers, "totalMs">, string>;
  caps: { requestsPerMinute: string; tokensPerMinute: string; concurrent: string; usdPerDay: string };
};

/** The call of which a draft's plan is shown, as texts too. */
export type SampleDraft = {
  promptTokens: string;
  answerTokens: string;
  stream: boolean;
  tools: boolean;
  images: boolean;
  jsonSchema: boolean;
  metadata: { tag: string; value: string }[];
  /** The time of day in UTC, such as `14:05`; empty is now. */
  utc: string;
};

/** What is wrong with a draft's fields, by their place, such as `tiers.0.when.utc`. */
export type Problems = Readonly<Record<string, string>>;

export function emptyTier(endpoint: string): TierDraft {
  return {
    endpoint, retries: "", weight: "", lastResort: false, degraded: false,
    when: { minPromptTokens: "", maxPromptTokens: "", stream: "", tools: "", images: "", jsonSchema: "", metadata: [], utc: "" },
    fallbackOn: [], stopOn: [],
    timeouts: { connectMs: "", firstTokenMs: "", stallMs: "", answerMs: "" },
    caps: { requestsPerMinute: "", tokensPerMinute: "", concurrent: "", usdPerDay: "" },
  };
}

export function emptyDraft(strategy: Strategy, endpoints: readonly string[]): ProfileDraft {
  return {
    slug: "", name: "", strategy, baseline: "",
    timeouts: { connectMs: "", firstTokenMs: "", stallMs: "", answerMs: "", totalMs: "" },
    fallbackOn: [], stopOn: [], backoff: { baseMs: "", capMs: "" }, maxAttempts: "", wait: { maxMs: "", usdPerSecond: "" },
    servedValueUsd: "", tiers: endpoints.map(emptyTier),
  };
}
