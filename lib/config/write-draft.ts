import type { VersionContent } from "@/lib/catalog/describe-version";
import { ANY_CALL, formatDaySpan } from "@/lib/core/condition";
import { formatUsdExact, type Pico } from "@/lib/core/money";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, type TierRules } from "@/lib/core/profile";
import type { FlagDraft, ProfileDraft, TierDraft } from "@/lib/core/profile-draft";

/** A version as a draft to begin from: what is the default is left empty, so that the field shows it as such. */
export function writeDraft({ slug, name, content }: { slug: string; name: string; content: VersionContent }): ProfileDraft {
  const { rules, baseline, tiers } = content;
  const standard = DEFAULT_PROFILE_RULES;
  const { connectMs, firstTokenMs, stallMs, answerMs, totalMs } = rules.timers;
  return {
    slug, name,
    strategy: rules.strategy,
    baseline: baseline?.name ?? "",
    timeouts: {
      connectMs: told(connectMs, standard.timers.connectMs),
      firstTokenMs: told(firstTokenMs, standard.timers.firstTokenMs),
      stallMs: told(stallMs, standard.timers.stallMs),
      answerMs: told(answerMs, standard.timers.answerMs),
      totalMs: told(totalMs, standard.timers.totalMs),
    },
    fallbackOn: rules.triggers.fallbackOn.map(String),
    stopOn: rules.triggers.stopOn.map(String),
    backoff: { baseMs: told(rules.backoff.baseMs, standard.backoff.baseMs), capMs: told(rules.backoff.capMs, standard.backoff.capMs) },
    maxAttempts: told(rules.maxAttempts, standard.maxAttempts),
    wait: { maxMs: told(rules.wait.maxMs, standard.wait.maxMs), usdPerSecond: rules.wait.picoPerSecond === 0n ? "" : usd(rules.wait.picoPerSecond) },
    servedValueUsd: usd(rules.servedValuePico),
    tiers: tiers.map(({ endpoint, rules: tier }) => writeTier(endpoint.name, tier)),
  };
}

function writeTier(endpoint: string, { retries, weight, lastResort, degraded, when, triggers, timers, caps }: TierRules): TierDraft {
  const { minPromptTokens, maxPromptTokens, stream, tools, images, jsonSchema, metadata, utc } = when ?? ANY_CALL;
  return {
    endpoint, lastResort, degraded,
    retries: told(retries, DEFAULT_TIER_RULES.retries),
    weight: told(weight, DEFAULT_TIER_RULES.weight),
    when: {
      minPromptTokens: told(minPromptTokens), maxPromptTokens: told(maxPromptTokens),
      stream: flag(stream), tools: flag(tools), images: flag(images), jsonSchema: flag(jsonSchema),
      metadata: Object.entries(metadata).map(([tag, value]) => ({ tag, value })),
      utc: utc === null ? "" : formatDaySpan(utc),
    },
    fallbackOn: triggers.fallbackOn.map(String),
    stopOn: triggers.stopOn.map(String),
    timeouts: {
      connectMs: told(timers.connectMs), firstTokenMs: told(timers.firstTokenMs),
      stallMs: told(timers.stallMs), answerMs: told(timers.answerMs),
    },
    caps: {
      requestsPerMinute: told(caps.requestsPerMinute), tokensPerMinute: told(caps.tokensPerMinute),
      concurrent: told(caps.concurrent), usdPerDay: usd(caps.picoPerDay),
    },
  };
}

function told(value: number | null | undefined, standard: number | null = null): string {
  return value === null || value === undefined || value === standard ? "" : String(value);
}

function flag(value: boolean | null): FlagDraft {
  if (value === null) return "";
  return value ? "true" : "false";
}

function usd(pico: Pico | null): string {
  return pico === null ? "" : formatUsdExact(pico);
}
