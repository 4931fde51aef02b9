import type { Range } from "@/lib/core/period";
import type { PriceClass } from "@/lib/core/price";
import { comparisonRange } from "@/lib/core/step-range";
import type { CellSums, TierCells } from "@/lib/core/warc-change";
import type { Db } from "@/lib/db";
import { type AttemptSum, listAttemptSums } from "./attempt-sums";
import type { Scope } from "./scope";

/** A (profile, endpoint) pair's served attempts of known cost, by class, and what it is called. */
export type ChangeTier = TierCells & { profileId: string; endpointId: string; endpoint: string; tier: number };

/** A range beside the one that it is held against: what each adds up to, and the cells that WARC's change splits over. */
export type Change = {
  before: { range: Range; sums: AttemptSum[]; tiers: ChangeTier[] };
  now: { range: Range; sums: AttemptSum[]; tiers: ChangeTier[] };
};

/** @param now decides how much of the period before a range is held against that is still running */
export async function getChange(db: Db, scope: Scope, now: Date): Promise<Change> {
  const before = comparisonRange(scope.range, scope.zone, now);
  const [sumsBefore, sums] = await Promise.all([listAttemptSums(db, { ...scope, range: before }), listAttemptSums(db, scope)]);
  return {
    before: { range: before, sums: sumsBefore, tiers: cellsOf(sumsBefore) },
    now: { range: scope.range, sums, tiers: cellsOf(sums) },
  };
}

/** The cells of served attempts of known cost, by (profile, endpoint) pair. */
export function cellsOf(sums: readonly AttemptSum[]): ChangeTier[] {
  const pairs = new Map<string, AttemptSum[]>();
  for (const sum of sums) {
    if (sum.outcome !== "served" || sum.basis === "unknown") continue;
    const key = `${sum.profileId}/${sum.endpointId}`;
    pairs.set(key, [...(pairs.get(key) ?? []), sum]);
  }
  return [...pairs].map(([key, rows]) => cellsOfPair(key, rows));
}

function cellsOfPair(key: string, rows: readonly AttemptSum[]): ChangeTier {
  const [first] = rows as [AttemptSum];
  const cells = mergeCells(rows.flatMap(listCells));
  const tokens = cells.reduce((all, cell) => (isTokens(cell) ? all + cell.units : all), 0n);
  const calls = rows.reduce((all, { attempts }) => all + BigInt(attempts), 0n);
  const { profileId, endpointId, endpoint } = first;
  return { key, profileId, endpointId, endpoint, tier: Math.min(...rows.map(({ tier }) => tier)), served: { calls, tokens }, cells };
}

function isTokens({ class: name }: CellSums): boolean {
  return name !== "perRequest" && name !== "other";
}

/** A price that differs by basis or place of the endpoint is still one price. */
function mergeCells(cells: readonly CellSums[]): CellSums[] {
  const merged = new Map<string, CellSums>();
  for (const cell of cells) {
    const key = `${cell.priceStep}/${cell.class}`;
    const sum = merged.get(key);
    merged.set(key, sum ? { ...sum, units: sum.units + cell.units, costPico: sum.costPico + cell.costPico } : cell);
  }
  return [...merged.values()];
}

/** What the classes do not account for, such as a broker's own charge, is a cell of its own: the cells sum to the cost. */
function listCells({ priceStep, classes, attempts, costPico }: AttemptSum): CellSums[] {
  const named = (Object.entries(classes) as [PriceClass, { units: bigint; costPico: bigint }][]).map(([name, sums]) => ({ priceStep, class: name, ...sums }));
  const other = named.reduce((rest, cell) => rest - cell.costPico, costPico);
  const cells: CellSums[] = named.filter(({ units }) => units > 0n);
  if (other !== 0n) cells.push({ priceStep, class: "other", units: BigInt(attempts), costPico: other });
  return cells;
}
