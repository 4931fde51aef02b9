import { z } from "zod";
import { defined } from "@/lib/catalog/defined";
import { toProfileRules, toTexts, toTierRules, writeProfileRules, writeTierRules } from "@/lib/catalog/profile-rules";
import { profileEntry } from "@/lib/config/schema";
import { findNearest } from "@/lib/core/nearest";
import { DEFAULT_TIMERS, type Endpoint } from "@/lib/core/profile";
import type { Problems } from "@/lib/core/profile-draft";
import type { SandboxProfile } from "@/lib/sandbox/scenario";

/** A profile in the words of a configuration file; numbers and flags may be texts, as they are there, or not. */
export const profileForm = z
  .record(z.string(), z.unknown())
  .superRefine((form, context) => {
    const { error } = profileEntry.safeParse(toTexts(form));
    for (const issue of error?.issues ?? []) {
      const { code, message, path } = issue;
      if (code === "unrecognized_keys") context.addIssue({ code, keys: issue.keys, path, message });
      else context.addIssue({ code: "custom", path, message: sentenceOf(issue) ?? message });
    }
  });

/** In place of what zod says of itself; null where the message is ours. */
function sentenceOf(issue: z.core.$ZodIssue): string | null {
  if (issue.code === "invalid_type") return `must be ${issue.expected}`;
  if (issue.code === "invalid_value") return `must be ${issue.values.join(" or ")}`;
  return issue.code === "too_small" && issue.origin === "array" ? "must not be empty" : null;
}

export type ProfileForm = z.output<typeof profileForm>;

/**
 * A form that was found right, as a profile that nobody has published.
 * @param endpoints the team's
 */
export function readProfileForm(form: ProfileForm, endpoints: readonly Endpoint[]): { profile: SandboxProfile } | { problems: Problems } {
  const entry = profileEntry.parse(toTexts(form));
  const { slug, name = slug, strategy, timeouts = {} } = entry;
  const byName = new Map(endpoints.map((endpoint) => [endpoint.name, endpoint]));
  const problems: Record<string, string> = {};
  const tiers = entry.tiers.flatMap((tier, index) => {
    const endpoint = byName.get(tier.endpoint);
    if (endpoint) return [{ position: index + 1, endpoint, rules: toTierRules(tier, entry.retries) }];
    problems[`tiers.${index}.endpoint`] = unknownEndpoint(tier.endpoint, [...byName.keys()]);
    return [];
  });
  if (Object.keys(problems).length > 0) return { problems };
  const rules = { ...toProfileRules(entry), strategy, timers: { ...DEFAULT_TIMERS, ...defined(timeouts) } };
  return { profile: { slug, name, version: null, rules, tiers } };
}

/** A profile as a form that says what is not the default. */
export function writeProfileForm({ slug, name, rules, tiers }: SandboxProfile): ProfileForm {
  const { strategy, timers } = rules;
  const named = TIMERS.flatMap((timer) => (timers[timer] === DEFAULT_TIMERS[timer] ? [] : [[timer, timers[timer]] as const]));
  return {
    slug, name, strategy,
    ...(named.length === 0 ? {} : { timeouts: Object.fromEntries(named) }),
    ...writeProfileRules(rules),
    tiers: tiers.map((tier) => ({ endpoint: tier.endpoint.name, ...writeTierRules(tier.rules) })),
  };
}

const TIMERS = ["connectMs", "firstTokenMs", "stallMs", "answerMs", "totalMs"] as const;

function unknownEndpoint(name: string, known: string[]): string {
  const nearest = findNearest(name, known);
  return `There is no endpoint ${name}${nearest === null ? "." : `; the nearest is ${nearest}.`}`;
}
