import type { SavingsFigures } from "../savings";
import type { ExportColumn } from "./export-format";

type ProfileSavings = SavingsFigures & { profileId: string };

/**
 * The savings by profile, each with its steps: baseline + steps = actual. Where sums leave a range, its two ends are two
 * columns that go with each other crosswise: the low end of the one with the high end of the other.
 */
export function savingsColumns(describe: (profileId: string) => { profile: string; baseline: string | null }): readonly ExportColumn<ProfileSavings>[] {
  // Steps from a baseline that no call was held against are not zero.
  const compared = (read: (row: ProfileSavings) => bigint) => (row: ProfileSavings) => (row.comparable === 0 ? null : read(row));
  return [
    { name: "profile", value: (row) => describe(row.profileId).profile },
    { name: "baseline", value: (row) => describe(row.profileId).baseline },
    { name: "compared_calls", value: (row) => row.comparable },
    { name: "left_out_calls", value: (row) => row.notComparable + row.untold },
    { name: "baseline_low_usd", value: compared((row) => row.baseline.lowPico) },
    { name: "baseline_high_usd", value: compared((row) => row.baseline.highPico) },
    { name: "tier_choice_usd", value: compared((row) => row.tierChoicePico) },
    { name: "cache_usd", value: compared((row) => row.cachePico) },
    { name: "waste_usd", value: compared((row) => row.wastePico) },
    { name: "not_told_apart_low_usd", value: compared((row) => row.unsplit.lowPico) },
    { name: "not_told_apart_high_usd", value: compared((row) => row.unsplit.highPico) },
    { name: "not_served_usd", value: (row) => row.unservedPico },
    { name: "actual_usd", value: (row) => row.actualPico },
    { name: "savings_low_usd", value: (row) => row.savings && row.savings.lowPico },
    { name: "savings_high_usd", value: (row) => row.savings && row.savings.highPico },
  ];
}
