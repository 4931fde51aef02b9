import { formatUsdRatio, formatUsdTotal } from "@/lib/core/money";
import { type Ratio, ratio, roundRatio } from "@/lib/core/ratio";
import type { SimulationResult } from "@/lib/sandbox/result";
import { NOT_APPLICABLE, UNKNOWN } from "../../amounts";

const SCALE = 1e14;

/** An estimate as a fraction, so that it is shown by the very rules of the ledger's exact figures. Float noise goes. */
export function toRatio(value: number): Ratio {
  return ratio(BigInt(Math.round(value * SCALE)), BigInt(SCALE));
}

/** "$1.20/M" */
export function perMillion(usd: number | null, absent: string = UNKNOWN): string {
  return usd === null ? absent : `${formatUsdRatio(toRatio(usd))}/M`;
}

/** "$1,234.57" */
export function totalOf(usd: number | null, absent: string = UNKNOWN): string {
  return usd === null ? absent : formatUsdTotal(roundRatio(toRatio(usd), 12, "half-away"));
}

/** "+$12.35"; a difference of less than half a cent is "<$0.01". */
export function totalDelta(usd: number | null): string {
  return usd === null ? UNKNOWN : `${usd > 0 ? "+" : ""}${totalOf(usd)}`;
}

/** What stands in place of a figure that is null: nothing was served, or something has no price. */
export function absenceOf({ availability }: Pick<SimulationResult, "availability">): string {
  return availability > 0 ? UNKNOWN : NOT_APPLICABLE;
}
