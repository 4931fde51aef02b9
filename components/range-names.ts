import { type RangePreset } from "@/lib/core/period";

/** What the presets are called, everywhere. */
export const RANGE_NAMES: Record<RangePreset, string> = {
  today: "Today",
  "24h": "24 h",
  "7d": "7 d",
  "30d": "30 d",
  "this-month": "This month",
  "last-month": "Last month",
};
