import { type Ratio, formatRatio } from "@/lib/core/ratio";
import type { OverviewTier } from "../overview";
import type { ExportColumn } from "./export-format";

/** The tier table of the overview: sums, from which every ratio can be computed again, and the ratios that it shows. */
export function tierColumns(profileName: (profileId: string) => string): readonly ExportColumn<OverviewTier>[] {
  return [
    { name: "profile", value: (row) => profileName(row.profileId) },
    { name: "tier", value: (row) => row.tier },
    { name: "endpoint", value: (row) => row.endpoint },
    { name: "attempts", value: (row) => row.attempts },
    { name: "served", value: (row) => row.served },
    { name: "served_of_known_cost", value: (row) => row.servedKnown },
    { name: "tokens", value: (row) => row.tokens.toString() },
    // What no served call is known to have cost is not zero.
    { name: "served_spend_usd", value: (row) => (row.served > 0 && row.servedKnown === 0 ? null : row.costPico) },
    { name: "at_primary_usd", value: (row) => (row.primaryKnown < row.servedKnown ? null : row.primaryCostPico) },
    { name: "waste_usd", value: (row) => row.wastePico },
    { name: "share", value: (row) => decimal(row.share) },
    { name: "cost_usd_per_million", value: (row) => decimal(row.compositeCost) },
    { name: "contribution_usd_per_million", value: (row) => decimal(row.contribution) },
    { name: "primary_usd_per_million", value: (row) => decimal(row.primaryCost) },
  ];
}

/** Rounded to 12 places; a text, since a double would round it otherwise. Never negative, so never a formula. */
function decimal(value: Ratio | null): string | null {
  return value && formatRatio(value, 12, "half-away");
}
