import { bucketStarts, type Range } from "@/lib/core/period";
import { computeSavings, type Savings } from "@/lib/core/savings";
import { computeWarc, type PeriodSums, type TierSums, type TierWarc, type Warc } from "@/lib/core/warc";
import type { Db } from "@/lib/db";
import { type AttemptRow, type CallRow, listRollupRows } from "./rollup-rows";
import type { Scope } from "./scope";

/** Ranges up to this long are drawn by the hour, longer ones by the day. */
const HOURLY_UP_TO_MS = 48 * 3_600_000;

/** A row of the tier table: an endpoint within a profile. */
export type OverviewTier = TierWarc & { profileId: string; endpointId: string; endpoint: string; attempts: number; wastePico: bigint };

/** What a range, or one slot of it, adds up to. */
export type Figures = {
  warc: Warc;
  tiers: OverviewTier[];
  savings: Savings;
  calls: { all: number; served: number; failed: number; aborted: number; rescued: number };
  attempts: number;
  abortedPico: bigint;
  /** Attempts whose cost is not known. */
  unknownAmounts: number;
};

export type Slot = { start: Date; end: Date; figures: Figures };

export type Overview = {
  total: Figures;
  unit: "hour" | "day";
  slots: Slot[];
  /** By profile, the dearest first: a profile without a call in the range is absent. */
  profiles: { profileId: string; figures: Figures }[];
};

/** The figures of a scope, whole and over time, from the rollups alone. */
export async function getOverview(db: Db, scope: Scope): Promise<Overview> {
  const unit = chartUnit(scope.range);
  const starts = bucketStarts(scope.range, unit, scope.zone);
  const rows = await listRollupRows(db, scope, starts);
  const [attempts, calls] = [groupBySlot(rows.attempts), groupBySlot(rows.calls)];
  const slots = starts.map((start, slot): Slot => ({
    start,
    end: starts[slot + 1] ?? scope.range.to,
    figures: computeFigures(attempts.get(slot) ?? [], calls.get(slot) ?? []),
  }));
  return { total: computeFigures(rows.attempts, rows.calls), unit, slots, profiles: figuresByProfile(rows.attempts, rows.calls) };
}

function figuresByProfile(attempts: readonly AttemptRow[], calls: readonly CallRow[]): Overview["profiles"] {
  const ids = new Set([...attempts, ...calls].map(({ profileId }) => profileId));
  const of = <Row extends { profileId: string }>(rows: readonly Row[], id: string) => rows.filter(({ profileId }) => profileId === id);
  const spend = ({ figures }: Overview["profiles"][number]) => figures.warc.spendPico;
  return [...ids]
    .map((profileId) => ({ profileId, figures: computeFigures(of(attempts, profileId), of(calls, profileId)) }))
    .sort((a, b) => (spend(a) > spend(b) ? -1 : Number(spend(a) < spend(b))));
}

function groupBySlot<Row extends { slot: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.slot);
    if (group) group.push(row);
    else groups.set(row.slot, [row]);
  }
  return groups;
}

export function chartUnit({ from, to }: Range): "hour" | "day" {
  return to.getTime() - from.getTime() <= HOURLY_UP_TO_MS ? "hour" : "day";
}

/** What the rows of any number of slots add up to. */
export function computeFigures(attempts: readonly AttemptRow[], calls: readonly CallRow[]): Figures {
  const tiers = mergeTiers(attempts);
  const count = (outcome: string) => total(calls.filter((row) => row.outcome === outcome), (row) => row.calls);
  const served = count("served");
  const comparable = total(calls, (row) => row.comparable);
  const sums: PeriodSums = {
    tiers,
    wastePico: totalPico(attempts, (row) => row.wastePico),
    abortedPico: totalPico(attempts, (row) => row.abortedPico),
    unserved: count("failed") + count("aborted"),
    attempts: total(attempts, (row) => row.attempts),
    unknownAmounts: total(attempts, (row) => row.unknown),
  };
  const warc = computeWarc(sums);
  return {
    warc,
    // computeWarc keeps the order of its tiers.
    tiers: tiers.map((tier, index) => ({ ...tier, ...(warc.tiers[index] as TierWarc) })),
    savings: computeSavings({
      comparable,
      notComparable: served - comparable,
      baselinePico: totalPico(calls, (row) => row.baselineCostPico),
      comparableSpendPico: totalPico(calls, (row) => row.comparableCostPico),
      unservedSpendPico: totalPico(attempts, (row) => row.unservedPico),
    }),
    calls: {
      all: total(calls, (row) => row.calls),
      served,
      failed: count("failed"),
      aborted: count("aborted"),
      rescued: total(calls, (row) => row.rescued),
    },
    attempts: sums.attempts,
    abortedPico: sums.abortedPico,
    unknownAmounts: sums.unknownAmounts,
  };
}

type MergedTier = TierSums & Pick<OverviewTier, "profileId" | "endpointId" | "endpoint" | "attempts" | "wastePico">;

/** One row per endpoint within a profile. An endpoint that changed its place keeps the best one it had. */
function mergeTiers(rows: readonly AttemptRow[]): MergedTier[] {
  const merged = new Map<string, MergedTier>();
  for (const row of rows) {
    const key = `${row.profileId}/${row.endpointId}`;
    const sum = merged.get(key);
    if (sum) addTier(sum, row);
    else merged.set(key, startTier(row));
  }
  return [...merged.values()].sort(
    (a, b) => compareText(a.profileId, b.profileId) || a.tier - b.tier || compareText(a.endpoint, b.endpoint),
  );
}

/** By code unit: `localeCompare` takes most of a long chart's time. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function startTier(row: AttemptRow): MergedTier {
  const { profileId, endpointId, endpoint, tier, attempts, served, servedKnown, tokens } = row;
  const { costPico, primaryCostPico, primaryKnown, wastePico } = row;
  return {
    profileId, endpointId, endpoint, tier, attempts, served, servedKnown, tokens,
    costPico, primaryCostPico, primaryKnown, wastePico,
  };
}

function addTier(sum: MergedTier, row: AttemptRow): void {
  sum.tier = Math.min(sum.tier, row.tier);
  sum.attempts += row.attempts;
  sum.served += row.served;
  sum.servedKnown += row.servedKnown;
  sum.tokens += row.tokens;
  sum.costPico += row.costPico;
  sum.primaryCostPico += row.primaryCostPico;
  sum.primaryKnown += row.primaryKnown;
  sum.wastePico += row.wastePico;
}

function total<Row>(rows: readonly Row[], value: (row: Row) => number): number {
  return rows.reduce((all, row) => all + value(row), 0);
}

function totalPico<Row>(rows: readonly Row[], value: (row: Row) => bigint): bigint {
  return rows.reduce((all, row) => all + value(row), 0n);
}
