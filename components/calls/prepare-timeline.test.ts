import { describe, expect, test } from "vitest";
import { prepareTimeline } from "./prepare-timeline";
import { attempt } from "./testing/attempt";

describe("the timeline of a call", () => {
  const timeline = prepareTimeline(
    [
      attempt(),
      attempt({ number: 2, tier: 2, offsetMs: 200, outcome: "served", cause: null, connectMs: 50, firstTokenMs: 300, totalMs: 800 }),
    ],
    1_000,
  );

  test("puts every attempt on the call's own axis, phase by phase", () => {
    expect(timeline.rows.map(({ phases }) => phases)).toEqual([
      [{ name: "connect", x: 0, width: 2 }, { name: "wait", x: 2, width: 8 }],
      [{ name: "connect", x: 20, width: 5 }, { name: "wait", x: 25, width: 25 }, { name: "stream", x: 50, width: 50 }],
    ]);
    expect(timeline.ticks.map(({ label, x }) => [label, x])).toEqual([["0 ms", 0], ["500 ms", 50], ["1.00 s", 100]]);
  });

  test("shows the pause between two attempts, but none that the gateway needs for itself", () => {
    expect(timeline.rows.map(({ pause }) => pause)).toEqual([null, { x: 10, width: 10, duration: "100 ms" }]);
    expect(prepareTimeline([attempt(), attempt({ number: 2, offsetMs: 109 })], 300).rows[1]?.pause).toBeNull();
    expect(prepareTimeline([attempt({ totalMs: 250 }), attempt({ number: 2, offsetMs: 100 })], 300).rows[1]?.pause).toBeNull();
  });

  test("ends a bar that did not serve with the look of its cause", () => {
    expect(timeline.rows.map(({ end }) => end)).toEqual([{ look: "limit", x: 10 }, null]);
    expect(prepareTimeline([attempt({ outcome: "aborted", cause: null })], 100).rows[0]?.end?.look).toBe("cancelled");
  });

  test("names each kind of end once, and none that no bar has", () => {
    expect(timeline.ends).toEqual([{ look: "limit", name: "At a limit" }]);
    expect(prepareTimeline([attempt({ outcome: "served", cause: null })], 100).ends).toEqual([]);
    const mixed = prepareTimeline(
      [attempt({ outcome: "aborted", cause: null }), attempt(), attempt({ cause: "overloaded" }), attempt({ cause: "stream_cut" })],
      100,
    );
    expect(mixed.ends.map(({ name }) => name)).toEqual(["At a limit", "Connection broke", "Client left"]);
  });

  test("says the same in words", () => {
    expect(timeline.rows[1]?.summary).toBe("Began 200 ms into the call, after a pause of 100 ms; connect 50 ms, wait for the first token 250 ms, stream 500 ms.");
  });

  test("stays within the axis when durations contradict each other or are missing", () => {
    const odd = prepareTimeline([attempt({ connectMs: 500, firstTokenMs: 9, totalMs: 100 }), attempt({ connectMs: null, totalMs: 0 })], 0);
    for (const { phases } of odd.rows) for (const { x, width } of phases) expect(x + width).toBeLessThanOrEqual(100.001);
  });
});
