import { modelOf, providerOf } from "@/lib/core/endpoint-name";
import { CAUSES } from "@/lib/core/outcome";
import { causeName } from "../causes";
import { formatCount } from "../counts";
import { type Chosen, describeFilter, dropped, keyLabel, type KeyName, listChosen, OUTCOME_NAMES } from "./filter-names";

export type FacetLink = { label: string; count: string | null; href: string; isCurrent: boolean };
/** `links` are at once on screen, `more` behind a button. */
export type FacetGroup = { title: string; note: string | null; links: FacetLink[]; more: FacetLink[] };
export type Chip = { label: string; href: string };

type Counts = {
  profile: ReadonlyMap<string, number>;
  version: ReadonlyMap<string, number>;
  outcome: ReadonlyMap<string, number>;
  tier: ReadonlyMap<string, number>;
  key: ReadonlyMap<string, number>;
  rescued: number | null;
  unknown: number | null;
};

export type FacetInput = {
  chosen: Chosen;
  /** Versions oldest first. */
  profiles: readonly { id: string; slug: string; versions: readonly { version: number }[] }[];
  options: { endpoints: readonly string[]; keys: readonly KeyName[]; tiers: number };
  /** null where the sums cannot tell. */
  counts: Counts | null;
  /** Counts of tags are of the whole range; null where other filters are chosen too. */
  tags: readonly { tag: string; value: string; calls: number | null }[];
  /** The address with these values in place of those in force; null removes. */
  hrefWith: (change: Record<string, string | null>) => string;
};

const SHOWN = 6;
const MANY = 10_000;

/** Counts above 10,000 say so. */
export function formatMany(count: number): string {
  return count > MANY ? `${formatCount(MANY)}+` : formatCount(count);
}

/** Chips of what is chosen; each removes itself. */
export function prepareChips(chosen: Chosen, keys: readonly KeyName[], hrefWith: FacetInput["hrefWith"]): Chip[] {
  return listChosen(chosen).map((name) => ({ label: describeFilter(name, chosen, keys), href: hrefWith(dropped(name)) }));
}

type Option = { label: string; params: Record<string, string>; count: number | null };

/** Everything that calls can be narrowed to; what is chosen leads to the list without it. */
export function prepareFacets(input: FacetInput): FacetGroup[] {
  const { chosen, hrefWith } = input;
  return listGroups(input).flatMap(({ title, note, options, isOrdered }) => {
    const isChosen = ({ params }: Option) => Object.entries(params).every(([name, value]) => chosen[name] === value);
    const listed = isOrdered ? options : [...options].sort((a, b) => (b.count ?? 0) - (a.count ?? 0));
    const links = listed.map((option): FacetLink & { isShown: boolean } => {
      const isCurrent = isChosen(option);
      const away = Object.fromEntries(Object.keys(option.params).map((name) => [name, null]));
      return {
        label: option.label,
        count: option.count === null ? null : formatMany(option.count),
        href: hrefWith(isCurrent ? away : option.params),
        isCurrent,
        isShown: isCurrent || option.count === null || option.count > 0,
      };
    });
    const shown = links.filter(({ isShown }, index) => isShown && (index < SHOWN || links[index]?.isCurrent));
    const strip = ({ label, count, href, isCurrent }: FacetLink) => ({ label, count, href, isCurrent });
    if (links.length === 0) return [];
    return [{ title, note: note ?? null, links: shown.map(strip), more: links.filter((link) => !shown.includes(link)).map(strip) }];
  });
}

type Group = { title: string; note?: string; options: Option[]; isOrdered?: boolean };

function listGroups({ chosen, profiles, options, counts, tags }: FacetInput): Group[] {
  const of = (name: "profile" | "version" | "outcome" | "tier" | "key", value: string) => counts && (counts[name].get(value) ?? 0);
  const one = (name: string, value: string, label: string, count: number | null = null): Option => ({ label, params: { [name]: value }, count });
  const { endpoints, keys } = options;
  const providers = [...new Set(endpoints.map(providerOf))];
  const models = [...new Set(endpoints.map(modelOf))].sort();
  return [
    { title: "Profile", options: profiles.map(({ id, slug }) => one("profile", slug, slug, of("profile", id))) },
    { title: "Version", isOrdered: true, options: versionsOf(profiles, chosen["profile"]).map((version) => one("version", version, `Version ${version}`, of("version", version))) },
    { title: "Outcome", isOrdered: true, options: Object.entries(OUTCOME_NAMES).map(([value, label]) => one("outcome", value, label, of("outcome", value))) },
    {
      title: "Tier served",
      isOrdered: true,
      options: Array.from({ length: options.tiers }, (_, index) => one("tier", `${index + 1}`, `Tier ${index + 1}`, of("tier", `${index + 1}`))),
    },
    {
      title: "Notable",
      isOrdered: true,
      options: [
        one("rescued", "1", "Rescued by a fallback", counts && counts.rescued),
        one("failing", "1", "An attempt failed"),
        one("unserved", "1", "Not served"),
        one("uncompared", "1", "Not compared with a baseline"),
        one("unknown", "1", "Cost unknown", counts && counts.unknown),
        one("estimated", "1", "Usage estimated"),
      ],
    },
    { title: "Cause", note: "Of any attempt", isOrdered: true, options: CAUSES.map((cause) => one("cause", cause, causeName(cause))) },
    { title: "API key", options: keys.map((key) => one("key", key.id, keyLabel(key), of("key", key.id))) },
    { title: "Tag", options: tags.map(({ tag, value, calls }) => ({ label: `${tag}: ${value || "(empty)"}`, params: { tag, value }, count: calls })) },
    { title: "Endpoint", note: "Tried there", isOrdered: true, options: endpoints.map((name) => one("endpoint", name, name)) },
    { title: "Provider", note: "Tried there", isOrdered: true, options: providers.map((name) => one("provider", name, name)) },
    { title: "Model", note: "Tried", isOrdered: true, options: models.map((name) => one("model", name, name)) },
  ];
}

/** Of the chosen profile, latest first. One that never changed has nothing to choose from. */
function versionsOf(profiles: FacetInput["profiles"], slug: string | undefined): string[] {
  const versions = profiles.find((profile) => profile.slug === slug)?.versions ?? [];
  return versions.length < 2 ? [] : versions.map(({ version }) => String(version)).reverse();
}
