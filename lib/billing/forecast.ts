import { forecastByWeekday, type PeriodSoFar } from "@/lib/core/weekday-forecast";
import { usd } from "./amounts";
import type { Forecast } from "./month-report";

/** A month's forecast as its report has it; null with less than two full weeks to go by. */
export function forecastMonth(month: PeriodSoFar): Forecast | null {
  const told = forecastByWeekday(month);
  return told && {
    spendUsd: usd(told.expectedPico), lowUsd: usd(told.lowPico), highUsd: usd(told.highPico), days: 7 * told.weeks,
    method: `Spend of the days that are over, and for each day left the mean of the same weekday in the last ${told.weeks} full weeks. The interval of 80% follows from how far those days were from their means.`,
  };
}
