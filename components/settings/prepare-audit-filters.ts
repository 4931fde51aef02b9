import { RANGE_PRESETS, type RangePreset } from "@/lib/core/period";
import { RANGE_NAMES } from "../range-names";

export type AuditChoice = { label: string; current: string; options: { value: string; label: string; href: string }[] };

type AuditView = { preset: RangePreset | null; actor?: string | undefined; what?: string | undefined };
type AuditChoices = { actors: readonly { id: string; name: string | null; email: string | null }[]; kinds: readonly string[] };
/** What changes when something is picked; null takes it away. The rest of the address stays. */
export type AuditChange = { preset?: RangePreset; actor?: string | null; what?: string | null };

/** @param hrefOf the address of the log with the change */
export function prepareAuditFilters(view: AuditView, choices: AuditChoices, hrefOf: (change: AuditChange) => string): AuditChoice[] {
  const { preset, actor = "", what = "" } = view;
  const people = choices.actors.map(({ id, name, email }) => ({ value: id, label: name === null ? nameOfActor(id, name) : `${name} (${email})` }));
  const kinds = choices.kinds.map((kind) => ({ value: kind, label: capitalise(kind) }));
  const presets = RANGE_PRESETS.map((value) => ({ value, label: RANGE_NAMES[value], href: hrefOf({ preset: value }) }));
  return [
    {
      label: "Person",
      current: actor,
      options: [{ value: "", label: "Everybody" }, ...withCurrent(people, actor)].map((option) => ({ ...option, href: hrefOf({ actor: option.value || null }) })),
    },
    {
      label: "Thing",
      current: what,
      options: [{ value: "", label: "Everything" }, ...withCurrent(kinds, what)].map((option) => ({ ...option, href: hrefOf({ what: option.value || null }) })),
    },
    {
      label: "Range",
      current: preset ?? "own",
      options: preset === null ? [{ value: "own", label: "Own range", href: "" }, ...presets] : presets,
    },
  ];
}

/** How the log names who did something. @param id a user's id, or `operator` */
export function nameOfActor(id: string, name: string | null): string {
  return name ?? (id === "operator" ? "Command line" : "Somebody who is gone");
}

/** An address may name what the log does not have: then it is shown as chosen all the same. */
function withCurrent(options: { value: string; label: string }[], current: string) {
  const isKnown = current === "" || options.some(({ value }) => value === current);
  return isKnown ? options : [...options, { value: current, label: `${current} (nothing in the log)` }];
}

function capitalise(text: string): string {
  return text === "api key" ? "API key" : `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
