import { CAUSES, type Cause } from "@/lib/core/outcome";
import { causeName } from "../causes";
import type { FilterChip, FilterChoice } from "./call-filters";

/** What is chosen, as it stands in the address. */
export type ChosenFilters = {
  outcome?: string | undefined;
  tier?: number | undefined;
  endpoint?: string | undefined;
  cause?: Cause | undefined;
  key?: string | undefined;
  rescued?: string | undefined;
  unknown?: string | undefined;
};

export type FilterOptions = { endpoints: string[]; keys: { id: string; name: string }[]; tiers: number };

const OUTCOMES = { served: "Served", failed: "Failed", aborted: "Client left" } as const;

type Option = { value: string; label: string };

/**
 * Selects and chips of the filters, each with the address that it leads to.
 * @param hrefOf the address with these filters and no others
 */
export function prepareCallFilters(
  chosen: ChosenFilters,
  options: FilterOptions,
  hrefOf: (filters: Record<string, string | null>) => string,
): { choices: FilterChoice[]; chips: FilterChip[]; clearHref: string } {
  const current = Object.fromEntries(Object.entries(chosen).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])));
  const hrefWith = (key: string, value: string | null) => hrefOf({ ...current, [key]: value });
  const lists = listsOf(options);
  const choices = lists.map(({ key, label, any, options: listed }): FilterChoice => ({
    label,
    current: current[key] ?? "",
    options: [
      { value: "", label: any, href: hrefWith(key, null) },
      ...listed.map((option) => ({ ...option, href: hrefWith(key, option.value) })),
      // A value that is offered no more, such as an endpoint that was removed, is still what the list is narrowed to.
      ...(current[key] === undefined || listed.some(({ value }) => value === current[key])
        ? []
        : [{ value: current[key], label: current[key], href: hrefWith(key, current[key]) }]),
    ],
  }));
  const chips = lists.flatMap(({ key, label, options: listed }): FilterChip[] => {
    const value = current[key];
    if (value === undefined) return [];
    return [{ label: `${label}: ${listed.find((option) => option.value === value)?.label ?? value}`, href: hrefWith(key, null) }];
  });
  if (chosen.rescued !== undefined) chips.push({ label: "Rescued", href: hrefWith("rescued", null) });
  if (chosen.unknown !== undefined) chips.push({ label: "Cost unknown", href: hrefWith("unknown", null) });
  return { choices, chips, clearHref: hrefOf({}) };
}

function listsOf({ endpoints, keys, tiers }: FilterOptions): { key: string; label: string; any: string; options: Option[] }[] {
  return [
    { key: "outcome", label: "Outcome", any: "Any", options: Object.entries(OUTCOMES).map(([value, label]) => ({ value, label })) },
    {
      key: "tier",
      label: "Served by",
      any: "Any tier",
      options: Array.from({ length: tiers }, (_, index) => ({ value: `${index + 1}`, label: `Tier ${index + 1}` })),
    },
    { key: "endpoint", label: "Tried at", any: "Any endpoint", options: endpoints.map((value) => ({ value, label: value })) },
    { key: "cause", label: "Cause", any: "Any", options: CAUSES.map((value) => ({ value, label: causeName(value) })) },
    { key: "key", label: "API key", any: "Any", options: keys.map(({ id, name }) => ({ value: id, label: name })) },
  ];
}
