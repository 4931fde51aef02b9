import { z } from "zod";
import { defined } from "@/lib/catalog/defined";
import type { VersionContent } from "@/lib/catalog/describe-version";
import { toProfileRules, toTierRules } from "@/lib/catalog/profile-rules";
import { MAX_TIERS } from "@/lib/catalog/rules-schema";
import { DEFAULT_TIMERS, STRATEGIES } from "@/lib/core/profile";
import type { Problems, ProfileDraft } from "@/lib/core/profile-draft";
import { profileEntry } from "./schema";

/** What a draft says once nothing is wrong with it. */
export type ReadDraft = { slug: string; name: string; content: VersionContent };

const typed = z.string().max(1_000);
const flag = z.enum(["", "true", "false"]);
const triggers = z.array(typed).max(100);
const attemptTimers = { connectMs: typed, firstTokenMs: typed, stallMs: typed, answerMs: typed };

const tierShape = z.strictObject({
  endpoint: typed, retries: typed, weight: typed, lastResort: z.boolean(), degraded: z.boolean(),
  when: z.strictObject({
    minPromptTokens: typed, maxPromptTokens: typed, stream: flag, tools: flag, images: flag, jsonSchema: flag,
    metadata: z.array(z.strictObject({ tag: typed, value: typed })).max(100), utc: typed,
  }),
  fallbackOn: triggers, stopOn: triggers, timeouts: z.strictObject(attemptTimers),
  caps: z.strictObject({ requestsPerMinute: typed, tokensPerMinute: typed, concurrent: typed, usdPerDay: typed }),
});

/** The shape of a draft as a browser sends it, whatever its texts say. */
export const draftShape = z.strictObject({
  slug: typed, name: typed, strategy: z.enum(STRATEGIES), baseline: typed,
  timeouts: z.strictObject({ ...attemptTimers, totalMs: typed }),
  fallbackOn: triggers, stopOn: triggers, backoff: z.strictObject({ baseMs: typed, capMs: typed }), maxAttempts: typed,
  wait: z.strictObject({ maxMs: typed, usdPerSecond: typed }), servedValueUsd: typed, tiers: z.array(tierShape).max(100),
}) satisfies z.ZodType<ProfileDraft>;

/**
 * Reads a draft by the schema of configuration files.
 * @param endpoints the team's, by `provider/model`
 */
export function readDraft(draft: ProfileDraft, endpoints: ReadonlyMap<string, string>): { read: ReadDraft } | { problems: Problems } {
  const problems = findUnsaid(draft, endpoints);
  const { success, data: entry, error } = profileEntry.safeParse(toEntry(draft));
  if (!success) {
    for (const issue of error.issues) {
      const path = fieldOf(issue.path);
      // What is wrong with a mapping's key stands one level deeper.
      problems[path] ??= toSentence((issue.code === "invalid_key" && issue.issues[0]?.message) || issue.message);
    }
  }
  if (!success || Object.keys(problems).length > 0) return { problems };
  const { slug, name = slug, strategy, timeouts = {}, baseline } = entry;
  const find = (endpoint: string) => ({ id: endpoints.get(endpoint) ?? "", name: endpoint });
  const rules = { ...toProfileRules(entry), strategy, timers: { ...DEFAULT_TIMERS, ...defined(timeouts) } };
  const tiers = entry.tiers.map(({ endpoint, ...tier }) => ({ endpoint: find(endpoint), rules: toTierRules(tier) }));
  return { read: { slug, name, content: { rules, baseline: baseline === undefined ? null : find(baseline), tiers } } };
}

/** What the schema cannot see, or says in words that are of no help here. */
function findUnsaid(draft: ProfileDraft, endpoints: ReadonlyMap<string, string>): Record<string, string> {
  const problems: Record<string, string> = {};
  if (draft.tiers.length === 0) problems.tiers = "Add at least one tier.";
  if (draft.tiers.length > MAX_TIERS) problems.tiers = `At most ${MAX_TIERS} tiers.`;
  if (draft.slug.trim() === "") problems.slug = "Give it a name that requests can use, such as extract.";
  if (draft.slug.trim() === "new") problems.slug = "Must not be `new`: the page for new profiles has this address.";
  if (draft.baseline !== "" && !endpoints.has(draft.baseline)) problems.baseline = `There is no endpoint ${draft.baseline}.`;
  for (const [index, { endpoint, when: { metadata } }] of draft.tiers.entries()) {
    if (!endpoints.has(endpoint)) problems[`tiers.${index}.endpoint`] = `There is no endpoint ${endpoint} any more.`;
    const twice = metadata.find(({ tag }, at) => tag !== "" && metadata.findIndex((other) => other.tag === tag) < at);
    if (twice) problems[`tiers.${index}.when.metadata`] = `The tag ${twice.tag} is given twice.`;
  }
  return problems;
}

/** The draft as a file's mapping: what is empty is left out. */
export function toEntry(draft: ProfileDraft): Record<string, unknown> {
  const tiers = draft.tiers.map(({ when: { metadata, ...when }, ...tier }) => {
    const given = metadata.filter(({ tag, value }) => tag !== "" || value !== "");
    const tags = given.length === 0 ? {} : { metadata: Object.fromEntries(given.map(({ tag, value }) => [tag, value])) };
    const asked = { ...mappingOf(when), ...tags };
    return { ...mappingOf(tier), ...(Object.keys(asked).length === 0 ? {} : { when: asked }) };
  });
  return { ...mappingOf({ ...draft, tiers: [] }), tiers };
}

function mappingOf(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([field, inner]: [string, unknown]) => {
      const given = givenOf(inner);
      return given === undefined ? [] : [[field, given]];
    }),
  );
}

/** A text without the spaces around it, or a list or mapping of them; undefined when nothing is given. */
function givenOf(value: unknown): unknown {
  if (typeof value === "string") return value.trim() === "" ? undefined : value.trim();
  if (typeof value === "boolean") return value ? "true" : undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  const mapping = typeof value === "object" && value !== null ? mappingOf(value) : {};
  return Object.keys(mapping).length === 0 ? undefined : mapping;
}

/** Lists of triggers and tags are one field each. */
function fieldOf(path: readonly PropertyKey[]): string {
  return path.map(String).join(".").replace(/\.(fallbackOn|stopOn|metadata)\..*$/s, ".$1").replace(/^(fallbackOn|stopOn)\..*$/s, "$1");
}

/** What the fields are called on the page. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/\bmaxPromptTokens\b/, "the largest prompt"],
  [/\bcapMs\b/, "the longest pause"],
  [/\bfallbackOn\b/, "those that fall back"],
];

function toSentence(message: string): string {
  const named = NAMES.reduce((text, [field, name]) => text.replace(field, name), message);
  return `${named.charAt(0).toUpperCase()}${named.slice(1)}${named.endsWith(".") ? "" : "."}`;
}
