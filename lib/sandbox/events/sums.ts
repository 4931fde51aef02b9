import type { Pico } from "@/lib/core/money";
import type { Cause } from "@/lib/core/outcome";
import type { PeriodSums, TierSums } from "@/lib/core/warc";
import { usageTokens } from "@/lib/core/usage";
import type { Counts, TierCounts } from "./counts";
import type { Prepared, PreparedTier } from "./prepared";
import { billedPico } from "./report";

/** What the counts add up to, exactly: whole numbers of attempts times the whole cost of each. */
export function sumsOf(prepared: Prepared, counts: readonly Counts[]): PeriodSums {
  const rows = prepared.tiers.map((tier, index) => sumTier(prepared, tier, index, counts.flatMap((each) => each.tiers[index] ?? [])));
  return {
    tiers: rows.map(({ sums }) => sums),
    wastePico: rows.reduce((all, { wastePico }) => all + wastePico, 0n),
    abortedPico: 0n,
    unserved: counts.reduce((all, { unserved }) => all + unserved, 0),
    attempts: counts.reduce((all, { tiers }) => all + tiers.reduce((sum, { attempts }) => sum + attempts, 0), 0),
    unknownAmounts: rows.reduce((all, { unknown }) => all + unknown, 0),
  };
}

/** How attempts at a tier failed. */
export function failuresOf({ endpoint: { modes } }: PreparedTier, counts: readonly TierCounts[]): Map<Cause, number> {
  const failed = new Map<Cause, number>();
  for (const { failed: cells } of counts) {
    const perMode = cells.length / modes.length;
    for (const { index, cause } of modes) {
      const count = cells.subarray(index * perMode, (index + 1) * perMode).reduce((sum, each) => sum + each, 0);
      if (count > 0) failed.set(cause, (failed.get(cause) ?? 0) + count);
    }
  }
  return failed;
}

export function servedOf(counts: readonly TierCounts[]): number {
  return counts.reduce((all, { served }) => all + served.reduce((sum, each) => sum + each, 0), 0);
}

type TierRow = { sums: TierSums; wastePico: Pico; unknown: number };

function sumTier(prepared: Prepared, tier: PreparedTier, index: number, counts: readonly TierCounts[]): TierRow {
  const { shapes, eras, tiers } = prepared;
  const cells = shapes.length * eras.length;
  const sums = { tier: index + 1, endpoint: tier.input.endpoint.name, served: 0, servedKnown: 0, tokens: 0n, costPico: 0n, primaryCostPico: 0n, primaryKnown: 0 };
  const row = { sums, wastePico: 0n, unknown: 0 };
  for (const { served, failed } of counts) {
    served.forEach((count, at) => {
      if (count === 0) return;
      const cell = at % cells;
      const costPico = tier.costPico[cell] ?? null;
      sums.served += count;
      if (costPico === null) {
        row.unknown += count;
        return;
      }
      const usage = shapes[Math.floor(cell / eras.length)]?.usage;
      const primaryPico = tiers[Math.floor(at / cells)]?.costPico[cell] ?? null;
      sums.servedKnown += count;
      sums.tokens += BigInt(count) * BigInt(usage ? usageTokens(usage) : 0);
      sums.costPico += BigInt(count) * costPico;
      sums.primaryCostPico += BigInt(count) * (primaryPico ?? 0n);
      if (primaryPico !== null) sums.primaryKnown += count;
    });
    failed.forEach((count, at) => {
      const mode = tier.endpoint.modes[Math.floor(at / cells)];
      if (count === 0 || !mode || mode.billedMillionths === 0) return;
      const costPico = tier.costPico[at % cells] ?? null;
      if (costPico === null) row.unknown += count;
      else row.wastePico += BigInt(count) * billedPico(costPico, mode);
    });
  }
  return row;
}
