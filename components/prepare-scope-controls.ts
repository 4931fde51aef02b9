import { RANGE_PRESETS, type Range, type RangePreset } from "@/lib/core/period";
import { stepRange } from "@/lib/core/step-range";
import { RANGE_NAMES } from "./range-names";
import type { ScopeControlsProps } from "./scope-controls";
import { wallTime } from "./times";

/** What changes when another range or profile is picked; the rest of the address stays. */
export type ScopeChange = { preset?: RangePreset | null; range?: Range; profile?: string | null };

type ScopeView = { preset: RangePreset | null; range: Range; zone: string; profile: string | null; now: Date };

/** @param hrefOf the address of the same page with the change */
export function prepareScopeControls(
  view: ScopeView,
  profiles: readonly { slug: string }[],
  hrefOf: (change: ScopeChange) => string,
): ScopeControlsProps {
  const { preset: current, range, zone, profile, now } = view;
  const step = (direction: "before" | "after") => {
    const stepped = stepRange(range, direction, zone, now);
    return stepped && hrefOf({ preset: null, range: stepped });
  };
  const [path = "", query = ""] = hrefOf({}).split("?");
  return {
    ranges: RANGE_PRESETS.map((preset) => ({ label: RANGE_NAMES[preset], href: hrefOf({ preset }), isCurrent: preset === current })),
    profile: profile ?? "",
    profiles: [
      { value: "", label: "All profiles", href: hrefOf({ profile: null }) },
      ...profiles.map(({ slug }) => ({ value: slug, label: slug, href: hrefOf({ profile: slug }) })),
    ],
    before: step("before"),
    after: step("after"),
    liveSinceMs: range.to > now ? now.getTime() : null,
    isCustom: current === null,
    form: { path, kept: [...new URLSearchParams(query)], from: wallTime(range.from, zone), to: wallTime(range.to, zone), zone },
  };
}
