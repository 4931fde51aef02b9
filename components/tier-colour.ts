/** Tiers are ordered, so their colours are one hue by lightness; from the fourth on they share one and are labelled. */
const FILLS = ["fill-tier-1", "fill-tier-2", "fill-tier-3", "fill-tier-4"] as const;

/** @param rank from 0 */
export function tierFill(rank: number): string {
  return FILLS[Math.min(Math.max(rank, 0), FILLS.length - 1)] ?? FILLS[0];
}
