import { z } from "zod";
import { ceilQuarter, floorQuarter, getRange, instantOfWall, isTimeZone, type Range, RANGE_PRESETS, type RangePreset } from "@/lib/core/period";
import { type Measure, MEASURES } from "@/lib/core/warc-measure";
import type { ProfileChoice } from "./profiles";

export const DEFAULT_PRESET: RangePreset = "7d";

/** Longer ranges are cut at their start: the rollups of a year by quarter-hour are the most that a page should read. */
const MAX_RANGE_MS = 400 * 24 * 3_600_000;

/** As far back from `now` as a page shows: for what is about all that there is. */
export function longestRange(now: Date): Range {
  return { from: new Date(now.getTime() - MAX_RANGE_MS), to: now };
}

/** What a page's address asks for. Whatever cannot be read falls back to its default: a bad link still opens. */
export type View = {
  /** null when the address names an explicit range. */
  preset: RangePreset | null;
  range: Range;
  zone: string;
  /** The zone of a page whose address names none. */
  teamZone: string;
  /** A profile's slug; null is the whole team. */
  profile: string | null;
  measure: Measure;
  /** When the page was asked for. */
  now: Date;
};

/** What a report is about: one team, one range, all of its profiles or the versions of one. */
export type Scope = {
  teamId: string;
  range: Range;
  zone: string;
  /** null is the whole team; empty matches nothing. */
  versionIds: string[] | null;
};

const text = z.string().max(200).optional().catch(undefined);
const addressSchema = z.object({
  range: z.enum(RANGE_PRESETS).optional().catch(undefined),
  from: text,
  to: text,
  zone: text,
  profile: text,
  unit: z.enum(MEASURES).catch("by-calls"),
});

/** Next gives a list for a key that is repeated; the first one counts. */
export type SearchParams = Record<string, string | string[] | undefined>;

export function firstValues(params: SearchParams): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]));
}

/** Reads `range`, `from` and `to`, `zone`, `profile` and `unit` from a page's address. @param teamZone where it names no zone */
export function parseView(params: SearchParams, now: Date, teamZone: string): View {
  const address = addressSchema.parse(firstValues(params));
  const zone = address.zone !== undefined && isTimeZone(address.zone) ? address.zone : teamZone;
  const profile = address.profile === undefined || address.profile === "" ? null : address.profile;
  const kept = { zone, teamZone, profile, measure: address.unit, now };
  const explicit = explicitRange(parseInstant(address.from, zone), parseInstant(address.to, zone));
  if (explicit) return { preset: null, range: explicit, ...kept };
  const preset = address.range ?? DEFAULT_PRESET;
  return { preset, range: getRange(preset, now, zone), ...kept };
}

/** An instant with its offset, or a wall time in the zone, as a form sends it. */
function parseInstant(given: string | undefined, zone: string): Date | null {
  const iso = z.iso.datetime({ offset: true }).safeParse(given);
  return iso.success ? new Date(iso.data) : instantOfWall(given ?? "", zone);
}

function explicitRange(from: Date | null, to: Date | null): Range | null {
  if (!from || !to || from >= to) return null;
  const end = ceilQuarter(to);
  return { from: new Date(Math.max(floorQuarter(from).getTime(), end.getTime() - MAX_RANGE_MS)), to: end };
}

/** The scope of a view; an unknown profile matches nothing rather than everything. */
export function prepareScope(teamId: string, view: View, profiles: readonly ProfileChoice[]): Scope {
  const { range, zone, profile } = view;
  if (profile === null) return { teamId, range, zone, versionIds: null };
  const versions = profiles.find((choice) => choice.slug === profile)?.versions ?? [];
  return { teamId, range, zone, versionIds: versions.map(({ id }) => id) };
}

/** A profile's scope with one of its versions alone; one that it never had matches nothing. Of a whole team it means nothing. */
export function narrowToVersion(scope: Scope, profiles: readonly ProfileChoice[], version: number | undefined): Scope {
  const { versionIds } = scope;
  if (versionIds === null || version === undefined) return scope;
  const isMeant = (each: ProfileChoice["versions"][number]) => each.version === version && versionIds.includes(each.id);
  return { ...scope, versionIds: profiles.flatMap(({ versions }) => versions.filter(isMeant)).map(({ id }) => id) };
}

/** The address of a page that keeps the view: presets stay relative, defaults are left out. Null removes a value. */
export function viewHref(path: string, view: View, more: Record<string, string | null> = {}): string {
  const { preset, range, zone, teamZone, profile, measure } = view;
  const params = new URLSearchParams();
  const values: Record<string, string | null> = {
    profile,
    range: preset === DEFAULT_PRESET ? null : preset,
    from: preset === null ? range.from.toISOString() : null,
    to: preset === null ? range.to.toISOString() : null,
    zone: zone === teamZone ? null : zone,
    unit: measure === "by-calls" ? null : measure,
    ...more,
  };
  for (const [key, value] of Object.entries(values)) if (value !== null) params.set(key, value);
  return params.size === 0 ? path : `${path}?${params}`;
}
