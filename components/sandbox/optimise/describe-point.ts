import type { Caps, Tier } from "@/lib/core/profile";
import { formatUsd } from "@/lib/core/money";
import { hasCaps } from "@/lib/core/capacity";
import type { ConstraintName, Point } from "@/lib/sandbox/optimise/question";
import { NOT_APPLICABLE } from "../../amounts";
import { availability, oneIn } from "../../availability";
import { formatCount, formatDuration, plural } from "../../counts";
import { perMillion, toRatio, totalOf } from "../result/figures";

/** "groq/llama, 2 retries → openai/gpt" */
export function tiersInWords(tiers: readonly Tier[]): string {
  return tiers.map(tierInWords).join(" → ");
}

/** "groq/llama and 2 more", for where there is little room. */
export function tiersInShort([first, ...others]: readonly Tier[]): string {
  if (!first) return NOT_APPLICABLE;
  return others.length === 0 ? first.endpoint.name : `${first.endpoint.name} and ${formatCount(others.length)} more`;
}

function tierInWords({ endpoint, rules: { retries, caps } }: Tier): string {
  const extras = [...(retries > 0 ? [plural(retries, "retry", "retries")] : []), ...(hasCaps(caps) ? [capsInWords(caps)] : [])];
  return extras.length === 0 ? endpoint.name : `${endpoint.name} (${extras.join(", ")})`;
}

/** "at most 60 requests a minute, 4 at a time" */
export function capsInWords({ requestsPerMinute, tokensPerMinute, concurrent, picoPerDay }: Caps): string {
  const parts = [
    ...(requestsPerMinute === null ? [] : [`${plural(requestsPerMinute, "request")} a minute`]),
    ...(tokensPerMinute === null ? [] : [`${plural(tokensPerMinute, "token")} a minute`]),
    ...(concurrent === null ? [] : [`${formatCount(concurrent)} at a time`]),
    ...(picoPerDay === null ? [] : [`${formatUsd(picoPerDay)} a day`]),
  ];
  return parts.length === 0 ? "no caps" : `at most ${parts.join(", ")}`;
}

/** What is said of a point wherever it stands. */
export function factsOf(point: Point): { term: string; value: string }[] {
  return [
    { term: "Effective cost", value: perMillion(point.effectiveUsdPerMillion) },
    { term: "Availability", value: availabilityInWords(point.availability) },
    { term: "p95 first token", value: firstTokenInWords(point.firstTokenP95Ms) },
    { term: "A month", value: totalOf(point.monthlyUsd) },
  ];
}

/** "99.957%, 1 in 2,325 failed" */
export function availabilityInWords(value: number): string {
  const exact = toRatio(value);
  const one = oneIn(exact);
  return one === null ? availability(exact) : `${availability(exact)}, ${one}`;
}

export function firstTokenInWords(ms: number | null): string {
  return ms === null ? NOT_APPLICABLE : formatDuration(ms);
}

const PROMISES: Record<ConstraintName, string> = {
  availability: "the least availability",
  firstTokenP95: "the time to the first token",
  models: "the allowed models",
  monthlyUsd: "the monthly budget",
};

/** "the least availability and the monthly budget" */
export function promisesInWords(names: readonly ConstraintName[]): string {
  const words = names.map((name) => PROMISES[name]);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
