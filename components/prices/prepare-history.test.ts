import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ratio } from "@/lib/core/ratio";
import { placeLabels, prepareHistoryChart } from "./prepare-history";

const day = (n: number) => new Date(Date.UTC(2026, 9, 1 + n));
const cents = (n: number) => ratio(BigInt(n), 100n);
const chart = prepareHistoryChart({
  range: { from: day(0), to: day(40) }, isMix: true, zone: "UTC",
  lines: [
    { endpoint: "groq/m", provider: "groq", isCurrent: true, points: [{ from: day(0), cost: cents(100) }, { from: day(10), cost: cents(50) }] },
    { endpoint: "late/m", provider: "late", isCurrent: false, points: [{ from: day(0), cost: null }, { from: day(20), cost: cents(25) }] },
  ],
  floor: [{ from: day(0), cost: cents(100) }, { from: day(10), cost: cents(50) }, { from: day(20), cost: cents(25) }],
});

describe("a history of prices", () => {
  test("is level from step to step, and not drawn where no price was known", () => {
    expect(chart.lines[0]?.levels).toEqual([{ x1: 0, x2: 25, y: 0, toY: 50 }, { x1: 25, x2: 100, y: 50, toY: null }]);
    expect(chart.lines[1]?.levels).toEqual([{ x1: 50, x2: 100, y: 75, toY: null }]);
    expect(chart.floor.map(({ y }) => y)).toEqual([0, 50, 75]);
  });

  test("says in words what it draws, at every time at which something changed", () => {
    expect(chart.summary).toBe("What 1 M tokens of your mix cost at 2 hosts, with 2 changes. Now the floor is $0.25, your choice groq $0.50.");
    expect(chart.moments.map(({ x, summary }) => [x, summary])).toEqual([
      [0, "1 Oct 2026: groq, your choice $1.00; late Unknown."],
      [25, "11 Oct 2026: groq, your choice $0.50; late Unknown."],
      [50, "21 Oct 2026: late $0.25; groq, your choice $0.50."],
      [100, "Now: late $0.25; groq, your choice $0.50."],
    ]);
    expect(chart.table.heads).toEqual(["From", "groq (your choice)", "late", "Floor"]);
    expect(chart.table.rows.map(({ cells }) => cells)).toEqual([
      ["1 Oct 2026", "$1.00", "Unknown", "$1.00"], ["11 Oct 2026", "$0.50", "Unknown", "$0.50"],
      ["21 Oct 2026", "$0.50", "$0.25", "$0.25"], ["Now", "$0.50", "$0.25", "$0.25"],
    ]);
  });

  test("of no known price says so", () => {
    const { summary, ticks } = prepareHistoryChart({ range: { from: day(0), to: day(30) }, isMix: false, zone: "UTC", floor: [{ from: day(0), cost: null }], lines: [{ endpoint: "a/m", provider: "a", isCurrent: false, points: [{ from: day(0), cost: null }] }] });
    expect(summary).toBe("No price of these hosts is known.");
    expect(ticks.length).toBeGreaterThan(1);
  });
});

test("labels never cover each other, stay in order and on the plot, and there are no more than fit", () => {
  fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 20 }), (ends) => {
    const placed = [...placeLabels(new Map(ends.map((y, index) => [String(index), y])))].map(([key, y]) => ({ y, end: ends[Number(key)] ?? 0 })).sort((a, b) => a.y - b.y);
    expect(placed.length).toBe(Math.min(10, ends.length));
    for (const [index, { y, end }] of placed.entries()) {
      const next = placed[index + 1];
      expect(y).toBeLessThanOrEqual(100);
      expect(y).toBeGreaterThanOrEqual(0);
      if (next) expect(next.y - y).toBeGreaterThanOrEqual(7.999);
      if (next) expect(next.end).toBeGreaterThanOrEqual(end);
    }
  }));
});
