import { type Change, changedFields, changeOf, type Value, type Values } from "@/lib/core/change";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, type ProfileRules, type TierRules } from "@/lib/core/profile";
import { isMapping, profileWords, tierWords, type Words } from "./profile-rules";

export type NamedEndpoint = { id: string; /** `provider/model` */ name: string };

/** What a published version says. */
export type VersionContent = {
  rules: ProfileRules;
  baseline: NamedEndpoint | null;
  /** From the primary on. */
  tiers: { endpoint: NamedEndpoint; rules: TierRules }[];
};

/** Told even where they are the defaults. */
const ESSENTIAL = new Set(["strategy", "baseline", "tiers"]);

/** Every rule of a version by its place in the configuration file; a tier's stand under its endpoint. */
export function describeVersion({ rules, baseline, tiers }: VersionContent): Values {
  return {
    ...flatten(profileWords(rules), ""),
    baseline: baseline?.name ?? null,
    tiers: tiers.map(({ endpoint }) => endpoint.name),
    ...Object.assign({}, ...tiers.map((tier) => flatten(tierWords(tier.rules), `${tier.endpoint.name}.`))),
  };
}

/** @param former null when there was none, or none that can be read: then nothing is the same */
export function isSameVersion(former: VersionContent | null, latter: VersionContent): boolean {
  return former !== null && changedFields(describeVersion(former), describeVersion(latter)).length === 0;
}

type State = { values?: Values; content: VersionContent | null };

/**
 * The change from one version to another, short: what is the default in both is left out.
 * @param before null when there was none; its content is null when it cannot be read
 */
export function describeChange(slug: string, before: State | null, after: State): Change {
  const full = ({ values, content }: State) => ({ ...values, ...(content && describeVersion(content)) });
  const change = changeOf("profile", slug, before && full(before), full(after));
  const told = new Set([before, after].flatMap((state) => (state ? [...Object.keys(state.values ?? {}), ...notable(state.content)] : [])));
  const short = (values: Values | null) => values && Object.fromEntries(Object.entries(values).filter(([field]) => told.has(field)));
  return { ...change, before: short(change.before), after: short(change.after) };
}

/** The fields of a version that are not the defaults. */
function notable(content: VersionContent | null): string[] {
  if (content === null) return [];
  const tiers = content.tiers.map(({ endpoint }) => ({ endpoint, rules: DEFAULT_TIER_RULES }));
  const standard = describeVersion({ ...content, rules: DEFAULT_PROFILE_RULES, tiers });
  return Object.entries(describeVersion(content)).flatMap(([field, value]) =>
    ESSENTIAL.has(field) || JSON.stringify(value) !== JSON.stringify(standard[field]) ? [field] : [],
  );
}

function flatten(words: Words, prefix: string): Record<string, Value> {
  const entries = Object.entries(words).flatMap(([field, value]): [string, Value][] =>
    isMapping(value) ? Object.entries(flatten(value, `${prefix}${field}.`)) : [[`${prefix}${field}`, value]],
  );
  return Object.fromEntries(entries);
}
