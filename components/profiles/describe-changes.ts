import type { FieldChange, Value } from "@/lib/core/change";
import { CAUSES } from "@/lib/core/outcome";
import { STRATEGIES } from "@/lib/core/profile";
import { causeName } from "../causes";
import { formatDuration } from "../counts";
import { strategyWords } from "./strategy-words";

/** One line of a difference: what it is about, and what two versions say of it. */
export type ChangeLine = { what: string; before: string; after: string };

/** Fields of a profile and of a tier as the editor calls them. */
const FIELDS: Readonly<Record<string, string>> = {
  strategy: "Order",
  tiers: "Tiers",
  baseline: "Baseline",
  maxAttempts: "Attempts at most",
  servedValueUsd: "Worth of a served call",
  retries: "Retries",
  weight: "Weight",
  lastResort: "Last resort",
  degraded: "Marked as degraded",
  fallbackOn: "Falls back after",
  stopOn: "Ends the call after",
  "timeouts.connectMs": "Time to connect",
  "timeouts.firstTokenMs": "Time to the first token",
  "timeouts.stallMs": "Time between two chunks",
  "timeouts.answerMs": "Time for a whole answer",
  "timeouts.totalMs": "Time for the whole call",
  "backoff.baseMs": "First pause before a retry",
  "backoff.capMs": "Longest pause before a retry",
  "wait.maxMs": "Longest wait at a limit",
  "wait.usdPerSecond": "Worth of a second of waiting",
  "when.minPromptTokens": "Smallest prompt",
  "when.maxPromptTokens": "Largest prompt",
  "when.stream": "Takes streams",
  "when.tools": "Takes calls with tools",
  "when.images": "Takes calls with images",
  "when.jsonSchema": "Takes calls with a JSON schema",
  "when.utc": "Time of day (UTC)",
  "caps.requestsPerMinute": "Requests a minute",
  "caps.tokensPerMinute": "Tokens a minute",
  "caps.concurrent": "Calls at a time",
  "caps.usdPerDay": "USD a day",
};

/** What a tier says when nobody said anything of it. */
const TIER_DEFAULTS: Readonly<Record<string, Value>> = { retries: 0, weight: 1 };
const TAG = ".when.metadata.";

/** The fields in which two versions differ, in words. What a tier that came or went had by default is left out. */
export function describeChanges(changes: readonly FieldChange[]): ChangeLine[] {
  return changes.filter((change) => !isNoise(change)).map(({ field, before, after }) => {
    const { tier, name } = placeOf(field);
    const told = FIELDS[name] ?? `Tag ${name}`;
    return { what: tier === null ? told : `${tier}: ${withinSentence(told)}`, before: valueText(name, before), after: valueText(name, after) };
  });
}

/** Abbreviations stay as they are. */
function withinSentence(text: string): string {
  return /^[A-Z]{2}/.test(text) ? text : `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function isNoise({ field, before, after }: FieldChange): boolean {
  const { tier, name } = placeOf(field);
  if (tier === null || (before !== null && after !== null)) return false;
  const given = before ?? after;
  return given === null || given === false || (Array.isArray(given) && given.length === 0) || TIER_DEFAULTS[name] === given;
}

/** A tier's fields stand under its endpoint, whose name may have dots of its own. */
function placeOf(field: string): { tier: string | null; name: string } {
  if (field in FIELDS) return { tier: null, name: field };
  const tag = field.indexOf(TAG);
  if (tag > 0) return { tier: field.slice(0, tag), name: field.slice(tag + TAG.length) };
  const name = Object.keys(FIELDS).filter((known) => field.endsWith(`.${known}`)).sort((a, b) => b.length - a.length)[0];
  return name === undefined ? { tier: null, name: field } : { tier: field.slice(0, -name.length - 1), name };
}

function valueText(name: string, value: Value): string {
  if (value === null) return name === "maxAttempts" ? "no limit" : name.startsWith("when.") ? "any" : "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return name.endsWith("Ms") ? formatDuration(value) : value.toLocaleString("en-US");
  if (typeof value === "string") return textOf(name, value);
  return value.length === 0 ? "none" : value.map((item, index) => (name === "tiers" ? `${index + 1}. ${item}` : triggerName(item))).join(name === "tiers" ? "  " : ", ");
}

function textOf(name: string, value: string): string {
  const strategy = name === "strategy" ? STRATEGIES.find((known) => known === value) : undefined;
  if (strategy) return strategyWords(strategy).name;
  return /usd/i.test(name) ? `$${value}` : value;
}

/** A cause or a status as people read it. */
export function triggerName(trigger: string): string {
  const cause = CAUSES.find((known) => known === trigger);
  return cause ? causeName(cause) : `status ${trigger}`;
}
