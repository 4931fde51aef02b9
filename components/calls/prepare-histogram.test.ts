import { describe, expect, test } from "vitest";
import { prepareHistogram, selectedRange } from "./prepare-histogram";

const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour));
const slots = [
  { start: at(0), end: at(1), served: 6, failed: 2, aborted: 0 },
  { start: at(1), end: at(2), served: 0, failed: 0, aborted: 0 },
  { start: at(2), end: at(3), served: 1, failed: 0, aborted: 3 },
];

describe("the histogram of calls", () => {
  const { bars, summary, top } = prepareHistogram(slots, "hour", "UTC");

  test("stacks each bar from the bottom, the highest as high as the chart", () => {
    expect(bars[0]?.parts).toEqual([{ outcome: "served", y: 25, height: 75 }, { outcome: "failed", y: 0, height: 25 }]);
    expect(bars[2]?.parts).toEqual([{ outcome: "served", y: 87.5, height: 12.5 }, { outcome: "aborted", y: 50, height: 37.5 }]);
    expect([bars[1]?.parts, top]).toEqual([[], "8"]);
  });

  test("says in words what it draws", () => {
    expect(summary).toBe("12 calls by hour: 7 served, 2 failed, 3 left by the client.");
    expect(bars.map((bar) => bar.summary)).toEqual([
      "22 Nov, 00:00: served 6, failed 2, client left 0.",
      "22 Nov, 01:00: no calls.",
      "22 Nov, 02:00: served 1, failed 0, client left 3.",
    ]);
    expect(prepareHistogram([], "day", "UTC").summary).toBe("No calls in this range.");
  });

  test("selects whole buckets, whichever way the drag went", () => {
    const whole = { from: at(0).toISOString(), to: at(2).toISOString() };
    expect([selectedRange(bars, 0, 1), selectedRange(bars, 1, 0), selectedRange(bars, 9, 9)]).toEqual([whole, whole, null]);
  });
});
