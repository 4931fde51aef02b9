import type { z } from "zod";
import { ANY_CALL, type Condition, formatDaySpan } from "@/lib/core/condition";
import { formatUsdExact, type Pico } from "@/lib/core/money";
import {
  type Caps, DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, type ProfileRules, STRATEGIES, type TierRules, type Timers,
} from "@/lib/core/profile";
import type { Triggers } from "@/lib/core/triggers";
import { CatalogError } from "./catalog-error";
import { defined } from "./defined";
import { type ProfileForm, profileSchema, type TierForm, tierSchema } from "./rules-schema";

/** Rules in the words of the configuration file, as JSON: amounts are exact decimals in USD. */
export type Words = { [field: string]: string | number | boolean | null | string[] | Words };

/** What a version's row says of its rules. */
export type RulesRow = Timers & { strategy: string; rules: unknown };

/** The rules of a version. @throws CatalogError when the row cannot be read */
export function readProfileRules({ strategy: named, rules, connectMs, firstTokenMs, stallMs, answerMs, totalMs }: RulesRow): ProfileRules {
  const strategy = STRATEGIES.find((known) => known === named);
  if (strategy === undefined) throw new CatalogError(`its strategy ${named} is not known`);
  const timers = { connectMs, firstTokenMs, stallMs, answerMs, totalMs };
  return { ...toProfileRules(read(profileSchema, rules, "its rules")), strategy, timers };
}

/** The rules of a tier. @throws CatalogError when the row cannot be read */
export function readTierRules({ position, rules }: { position: number; rules: unknown }): TierRules {
  return toTierRules(read(tierSchema, rules, `the rules of its tier ${position}`));
}

function read<T extends z.ZodType>(schema: T, stored: unknown, what: string): z.output<T> {
  const { success, data, error } = schema.safeParse(toTexts(stored));
  if (success) return data;
  const [issue] = error.issues;
  throw new CatalogError(`${what} cannot be read: ${[...(issue?.path ?? []), issue?.message].join(" ")}`);
}

/** Numbers and flags as texts: the same schema reads files, in which every scalar is one. */
export function toTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toTexts);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, toTexts(inner)]));
}

/** What was left out takes its default. */
export function toProfileRules({ backoff, wait, maxAttempts, servedValueUsd, ...triggers }: ProfileForm): ProfileRules {
  const defaults = DEFAULT_PROFILE_RULES;
  return {
    ...defaults,
    triggers: toTriggers(triggers),
    backoff: { baseMs: backoff?.baseMs ?? defaults.backoff.baseMs, capMs: backoff?.capMs ?? defaults.backoff.capMs },
    maxAttempts: maxAttempts ?? defaults.maxAttempts,
    wait: {
      maxMs: wait?.maxMs ?? defaults.wait.maxMs,
      picoPerSecond: wait?.usdPerSecond ?? defaults.wait.picoPerSecond,
    },
    servedValuePico: servedValueUsd ?? defaults.servedValuePico,
  };
}

/** What was left out takes its default. @param retries the profile's word for tiers that say nothing of their own */
export function toTierRules(form: TierForm, retries = DEFAULT_TIER_RULES.retries): TierRules {
  const defaults = DEFAULT_TIER_RULES;
  return {
    retries: form.retries ?? retries,
    weight: form.weight ?? defaults.weight,
    lastResort: form.lastResort ?? defaults.lastResort,
    degraded: form.degraded ?? defaults.degraded,
    when: form.when ? toCondition(form.when) : null,
    triggers: toTriggers(form),
    timers: defined(form.timeouts ?? {}),
    caps: toCaps(form.caps ?? {}),
  };
}

function toTriggers({ fallbackOn = [], stopOn = [] }: Pick<ProfileForm, "fallbackOn" | "stopOn">): Triggers {
  return { fallbackOn, stopOn };
}

/** null when it asks for nothing. */
function toCondition(form: NonNullable<TierForm["when"]>): Condition | null {
  const asked = defined(form);
  return Object.keys(asked).length === 0 ? null : { ...ANY_CALL, ...asked };
}

function toCaps({ requestsPerMinute, tokensPerMinute, concurrent, usdPerDay }: NonNullable<TierForm["caps"]>): Caps {
  return {
    requestsPerMinute: requestsPerMinute ?? null,
    tokensPerMinute: tokensPerMinute ?? null,
    concurrent: concurrent ?? null,
    picoPerDay: usdPerDay ?? null,
  };
}

/** All rules of a profile; `fallbackOn` and the like stand beside each other as in the file. */
export function profileWords({ strategy, timers, triggers, backoff, maxAttempts, wait, servedValuePico }: ProfileRules): Words {
  const { connectMs, firstTokenMs, stallMs, answerMs, totalMs } = timers;
  return {
    strategy,
    timeouts: { connectMs, firstTokenMs, stallMs, answerMs, totalMs },
    ...triggerWords(triggers),
    backoff: { baseMs: backoff.baseMs, capMs: backoff.capMs },
    maxAttempts,
    wait: { maxMs: wait.maxMs, usdPerSecond: formatUsdExact(wait.picoPerSecond) },
    servedValueUsd: usdWord(servedValuePico),
  };
}

/** All rules of a tier. */
export function tierWords({ retries, weight, lastResort, degraded, when, triggers, timers, caps }: TierRules): Words {
  const { requestsPerMinute, tokensPerMinute, concurrent, picoPerDay } = caps;
  const { utc, metadata, ...flags } = when ?? ANY_CALL;
  return {
    retries, weight, lastResort, degraded,
    when: { ...flags, metadata: { ...metadata }, utc: utc && formatDaySpan(utc) },
    ...triggerWords(triggers),
    timeouts: { ...timers },
    caps: {
      requestsPerMinute, tokensPerMinute, concurrent, usdPerDay: usdWord(picoPerDay),
    },
  };
}

function triggerWords({ fallbackOn, stopOn }: Triggers): Words {
  return { fallbackOn: fallbackOn.map(String), stopOn: stopOn.map(String) };
}

function usdWord(pico: Pico | null): string | null {
  return pico === null ? null : formatUsdExact(pico);
}

const PROFILE_DEFAULTS = profileWords(DEFAULT_PROFILE_RULES);
const TIER_DEFAULTS = tierWords(DEFAULT_TIER_RULES);

/** What is stored of a profile's rules beside its columns: all that is not the default. */
export function writeProfileRules(rules: ProfileRules): Words {
  const { strategy, timers } = DEFAULT_PROFILE_RULES;
  return withoutDefaults(profileWords({ ...rules, strategy, timers }), PROFILE_DEFAULTS);
}

/** What is stored of a tier's rules: all that is not the default. */
export function writeTierRules(rules: TierRules): Words {
  return withoutDefaults(tierWords(rules), TIER_DEFAULTS);
}

/** The words that differ, with nothing left of a mapping in which none does. */
function withoutDefaults(words: Words, defaults: Words): Words {
  const entries = Object.entries(words).flatMap(([field, value]): [string, Words[string]][] => {
    const standard = defaults[field];
    if (!isMapping(value)) return JSON.stringify(value) === JSON.stringify(standard) ? [] : [[field, value]];
    const inner = withoutDefaults(value, isMapping(standard) ? standard : {});
    return Object.keys(inner).length === 0 ? [] : [[field, inner]];
  });
  return Object.fromEntries(entries);
}

export function isMapping(value: Words[string] | undefined): value is Words {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
