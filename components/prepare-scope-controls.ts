import { RANGE_PRESETS, type RangePreset } from "@/lib/core/period";
import { RANGE_NAMES } from "./range-names";
import type { ScopeControlsProps } from "./scope-controls";

/** What changes when another range or profile is picked; the rest of the address stays. */
export type ScopeChange = { preset?: RangePreset; profile?: string | null };

/** @param hrefOf the address of the same page with the change */
export function prepareScopeControls(
  view: { preset: RangePreset | null; profile: string | null },
  profiles: readonly { slug: string }[],
  hrefOf: (change: ScopeChange) => string,
): ScopeControlsProps {
  return {
    ranges: RANGE_PRESETS.map((preset) => ({
      label: RANGE_NAMES[preset],
      href: hrefOf({ preset }),
      isCurrent: preset === view.preset,
    })),
    profile: view.profile ?? "",
    profiles: [
      { value: "", label: "All profiles", href: hrefOf({ profile: null }) },
      ...profiles.map(({ slug }) => ({ value: slug, label: slug, href: hrefOf({ profile: slug }) })),
    ],
  };
}
