import { dayOf } from "./day-sums";
import { addSum, type NewCall, type Sum } from "./sum-calls";

export const TAG_ROLLUP = {
  table: "tag_rollups",
  key: { team_id: "uuid", unit: "text", bucket: "timestamptz", tag: "text", value: "text", profile_version_id: "uuid" },
  sums: ["calls", "known", "cost_pico"],
} as const;

/** What stands for the tags and values that are too many, or too long, to be counted by their names. */
export const OTHER = "(other)";

/** Of a team and a UTC day, by each process that writes. Clients choose tags, and a page shows a few. */
const MAX_TAGS = 50;
const MAX_VALUES = 200;
/** Both go into an index row of Postgres, in UTF-8. */
const MAX_CHARS = 128;
/** Of teams and days together: what is forgotten then may be counted by its name again. */
const MAX_DAYS = 200;

type Named = Map<string, Set<string>>;

/** Remembers which tags and values a process counts by their names: the first ones that it met on a day. */
export class TagNames {
  readonly #days = new Map<string, Named>();

  /** The names under which a call counts, for each of its tags: `(other)` once for all that have none of their own. */
  namesOf(teamId: string, day: string, tags: Readonly<Record<string, string>>): [tag: string, value: string][] {
    const named = this.#namedOn(`${teamId} ${day}`);
    const names: [string, string][] = [];
    let hasOther = false;
    for (const [tag, value] of Object.entries(tags)) {
      const values = valuesOf(named, tag);
      hasOther ||= values === null;
      if (values) names.push([tag, isNamed(values, value) ? value : OTHER]);
    }
    if (hasOther) names.push([OTHER, OTHER]);
    return names;
  }

  #namedOn(day: string): Named {
    const named = this.#days.get(day) ?? new Map<string, Set<string>>();
    this.#days.set(day, named);
    const [oldest] = this.#days.keys();
    if (this.#days.size > MAX_DAYS && oldest !== undefined) this.#days.delete(oldest);
    return named;
  }
}

function valuesOf(named: Named, tag: string): Set<string> | null {
  const values = named.get(tag);
  if (values) return values;
  if (named.size >= MAX_TAGS || tag.length > MAX_CHARS || tag === OTHER) return null;
  const fresh = new Set<string>();
  named.set(tag, fresh);
  return fresh;
}

function isNamed(values: Set<string>, value: string): boolean {
  if (values.has(value)) return true;
  if (values.size >= MAX_VALUES || value.length > MAX_CHARS) return false;
  values.add(value);
  return true;
}

/** What new calls add to the sums of each of their tags, by quarter-hour and by UTC day. */
export function sumTags(calls: readonly NewCall[], names: TagNames): Sum[] {
  const quarters = new Map<string, Sum>();
  for (const { call, summary, bucket } of calls) {
    for (const [tag, value] of names.namesOf(call.teamId, dayOf(bucket), call.tags)) {
      addSum(
        quarters,
        { team_id: call.teamId, unit: "quarter", bucket, tag, value, profile_version_id: call.profileVersionId },
        { calls: 1n, known: summary.unknownAttempts === 0 ? 1n : 0n, cost_pico: summary.costPico },
      );
    }
  }
  const sums = new Map(quarters);
  for (const { key, values } of quarters.values()) addSum(sums, { ...key, unit: "day", bucket: dayOf(String(key.bucket)) }, { ...values });
  return [...sums.values()];
}
