import type { Cause } from "@/lib/core/outcome";
import { formatCount, plural } from "../counts";
import { percent } from "../chart/geometry";
import { formatTime } from "../times";
import type { PickableColumn } from "./column-picker";

/** One endpoint's small chart. All have one scale, so that they can be compared. */
export type LimitChart = {
  endpoint: string;
  total: number;
  href: string;
  columns: (PickableColumn & { y: number; height: number })[];
  summary: string;
};

export type LimitsInput = {
  slots: readonly { start: Date; end: Date }[];
  rows: readonly { slot: number; endpoint: string; cause: Cause; failed: number }[];
  unit: "hour" | "day";
  from: Date;
  zone: string;
  now: Date;
  callsHref: (endpoint: string, range: { from: Date; to: Date } | null) => string;
};

/** Attempts that met a limit (429), by endpoint over time, the endpoint with most of them first. `highest` is the top of every chart. */
export function prepareLimits(input: LimitsInput): { charts: LimitChart[]; highest: number } {
  const limited = input.rows.filter(({ cause }) => cause === "rate_limited");
  const counts = new Map<string, number[]>();
  for (const { endpoint, slot, failed } of limited) {
    const slots = counts.get(endpoint) ?? input.slots.map(() => 0);
    slots[slot] = (slots[slot] ?? 0) + failed;
    counts.set(endpoint, slots);
  }
  const highest = Math.max(0, ...[...counts.values()].flat());
  const charts = [...counts].map(([endpoint, slots]) => prepareChart(endpoint, slots, highest, input));
  return { charts: charts.sort((a, b) => b.total - a.total || (a.endpoint < b.endpoint ? -1 : 1)), highest };
}

function prepareChart(endpoint: string, counts: readonly number[], highest: number, input: LimitsInput): LimitChart {
  const { slots, unit, from, zone, now, callsHref } = input;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const columns = slots.map(({ start, end }, slot) => {
    const count = counts[slot] ?? 0;
    const label = formatTime(start, unit === "hour" ? "minute" : "day", zone);
    const height = percent(count, highest);
    const partial = start <= now && now < end ? "still filling" : null;
    return {
      key: start.toISOString(), label, x: percent(slot, slots.length), width: percent(1, slots.length), y: 100 - height, height, partial,
      facts: [{ term: "429s", value: formatCount(count) }],
      summary: `${label}: ${plural(count, "attempt")} at a limit${partial ? `, ${partial}` : ""}.`,
      href: callsHref(endpoint, { from: start < from ? from : start, to: end }),
    };
  });
  const busiest = columns[counts.indexOf(Math.max(...counts))]?.label ?? "";
  return {
    endpoint, total, columns,
    href: callsHref(endpoint, null),
    summary: `${endpoint}: ${plural(total, "attempt")} at a limit, the most in the ${unit} of ${busiest}.`,
  };
}
