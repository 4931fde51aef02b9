import type { Pico } from "@/lib/core/money";
import { ceilQuarter } from "@/lib/core/period";
import { formatRatio, type Ratio } from "@/lib/core/ratio";
import type { Db } from "@/lib/db";
import { computeFigures } from "@/lib/reports/overview";
import { listProfiles } from "@/lib/reports/profiles";
import { listRollupRows } from "@/lib/reports/rollup-rows";

export const WINDOW_HOURS = 6;
export const DAYS = 28;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WINDOW_MS = WINDOW_HOURS * HOUR_MS;

/** What a window adds up to. Numbers to judge by: amounts that are shown come from the ledger. */
export type Sample = {
  served: number;
  servedKnown: number;
  /** USD per million tokens; null where nothing was served at a known cost. */
  warc: number | null;
  /** Calls that a tier other than the first served. */
  servedBeyond: number;
  attempts: number;
  unknown: number;
  wastePico: Pico;
  spendPico: Pico;
};

/** The last hours, and the same hours 1, 2, … DAYS days before: `before[0]` is yesterday's. */
export type History = { now: Sample; before: Sample[] };

export type Windows = { team: History; profiles: (History & { profileId: string; name: string })[] };

type Rows = Awaited<ReturnType<typeof listRollupRows>>;

/** Reads sums alone, of one moment. */
export async function readWindows(db: Db, teamId: string, now: Date): Promise<Windows> {
  const to = ceilQuarter(now);
  const startMs = (daysAgo: number) => to.getTime() - daysAgo * DAY_MS - WINDOW_MS;
  // Each window is a slot, and so is what lies between two.
  const starts = Array.from({ length: DAYS + 1 }, (_, index) => DAYS - index)
    .flatMap((daysAgo) => [startMs(daysAgo), startMs(daysAgo) + WINDOW_MS])
    .slice(0, -1)
    .map((ms) => new Date(ms));
  const range = { from: starts[0] ?? to, to };
  const [rows, profiles] = await Promise.all([
    listRollupRows(db, { teamId, range, zone: "UTC", versionIds: null }, starts), listProfiles(db, teamId),
  ]);
  const names = new Map(profiles.map(({ id, slug }) => [id, slug]));
  const ids = [...new Set(rows.attempts.map(({ profileId }) => profileId))];
  return {
    team: historyOf(rows),
    profiles: ids.map((profileId) => ({ profileId, name: names.get(profileId) ?? profileId, ...historyOf(ofProfile(rows, profileId)) })),
  };
}

function ofProfile({ attempts, calls }: Rows, id: string): Rows {
  return { attempts: attempts.filter(({ profileId }) => profileId === id), calls: calls.filter(({ profileId }) => profileId === id) };
}

function historyOf({ attempts, calls }: Rows): History {
  const sampleOf = (daysAgo: number): Sample => {
    const slot = 2 * (DAYS - daysAgo);
    const { warc, tiers, attempts: count, unknownAmounts } = computeFigures(attempts.filter((row) => row.slot === slot), calls.filter((row) => row.slot === slot));
    return {
      served: warc.served,
      servedKnown: warc.servedKnown,
      warc: toNumber(warc.warc),
      servedBeyond: tiers.reduce((sum, { tier, served }) => sum + (tier > 1 ? served : 0), 0),
      attempts: count,
      unknown: unknownAmounts,
      wastePico: warc.wastePico,
      spendPico: warc.spendPico,
    };
  };
  return { now: sampleOf(0), before: Array.from({ length: DAYS }, (_, index) => sampleOf(index + 1)) };
}

function toNumber(value: Ratio | null): number | null {
  return value === null ? null : Number(formatRatio(value, 9, "half-even"));
}
