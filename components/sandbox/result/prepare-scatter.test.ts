import fc from "fast-check";
import { expect, test } from "vitest";
import { prepareAvailabilityAxis } from "./availability-axis";
import { prepareScatter, type ScatterInput } from "./prepare-scatter";

const at = (key: string, kind: ScatterInput["kind"], cost: number | null, availability: number): ScatterInput => ({
  key, name: key, kind, result: { effectiveUsdPerMillion: cost, availability, intervals: null },
});

test("what is cheaper stands to the left, what loses a tenth stands a step higher", () => {
  const { marks, yTicks } = prepareScatter([at("now", "current", 1.2, 0.999), at("new", "candidate", 1, 0.9999)]);
  expect(marks.map(({ y }) => y)).toEqual([100, 0]);
  expect(marks[1]?.x).toBeLessThan(marks[0]?.x ?? 0);
  expect(yTicks.map(({ label, oneIn }) => [label, oneIn])).toEqual([["99.99%", "1 in 10,000"], ["99.9%", "1 in 1,000"]]);
});

test("the front has the cheapest first and leaves out who is dearer and loses more", () => {
  const { marks, front, summary } = prepareScatter([at("cheap", "candidate", 1, 0.99), at("beaten", "current", 2, 0.98), at("safe", "candidate", 3, 0.9999)]);
  expect(marks.filter(({ isOnFront }) => isOnFront).map(({ key }) => key)).toEqual(["cheap", "safe"]);
  expect(front?.split(" ")).toHaveLength(3);
  expect(summary).toContain("On the Pareto front: cheap, safe.");
});

test("an arrow goes from the profile in force to each candidate, and to nothing else", () => {
  const { arrows, marks } = prepareScatter([at("now", "current", 1.2, 0.999), at("new", "candidate", 1, 0.9999), at("other", "option", 2, 0.99)]);
  expect(arrows.map(({ key }) => key)).toEqual(["new"]);
  expect(arrows[0]?.from).toEqual({ x: marks[0]?.x, y: marks[0]?.y });
});

test("who loses none stands above all that lose some, and is not said to be 100% by an axis", () => {
  const { marks, yTicks, points } = prepareScatter([at("now", "current", 1.2, 0.999), at("new", "candidate", 1, 1)]);
  expect(marks[1]?.y).toBe(0);
  expect(marks[0]?.y).toBeGreaterThan(0);
  expect(yTicks[0]?.label).toBe("none lost");
  expect(points[1]?.summary).toContain("Lost none");
});

test("who has no known cost is not drawn, and said so", () => {
  const { marks, leftOut } = prepareScatter([at("now", "current", 1.2, 0.999), at("new", "candidate", null, 0.9999)]);
  expect(marks.map(({ key }) => key)).toEqual(["now"]);
  expect(leftOut).toBe("Not drawn: new. The effective cost is not known.");
});

test("intervals are a cross around their mark", () => {
  const intervals = { replications: 10, availability: [0.998, 0.9995] as const, warcUsdPerMillion: null, effectiveUsdPerMillion: [1.1, 1.3] as const, monthlyUsd: null, p: [], firstTokenP95Ms: null };
  const { marks } = prepareScatter([{ key: "now", name: "now", kind: "current", result: { effectiveUsdPerMillion: 1.2, availability: 0.999, intervals } }]);
  const [{ x, y, cross }] = marks as [(typeof marks)[0]];
  expect(cross?.left).toBeLessThan(x);
  expect(cross?.right).toBeGreaterThan(x);
  expect(cross?.top).toBeLessThan(y);
  expect(cross?.bottom).toBeGreaterThan(y);
});

test.each([[1.23, 1.23], [1.23, 1.230_000_1], [0, 5e-324], [0, 0], [99, 99.000_1]])("costs of %s and %s have an axis whose labels differ", (a, b) => {
  const labels = prepareScatter([at("a", "current", a, 0.99), at("b", "candidate", b, 0.99)]).xTicks.map(({ label }) => label);
  expect(labels.length).toBeGreaterThanOrEqual(2);
  expect(new Set(labels).size).toBe(labels.length);
});

test("every mark is in the plot, and nobody off the front is unbeaten", () => {
  // What differs by rounding alone is the same to the front: these differ by more, or not at all.
  const profile = fc.record({ cost: fc.nat(100_000_000).map((micro) => micro / 1e6), lost: fc.nat(1_000_000).map((parts) => parts / 1e6) });
  fc.assert(
    fc.property(fc.array(profile, { minLength: 1, maxLength: 20 }), (profiles) => {
      const { marks, xTicks } = prepareScatter(profiles.map(({ cost, lost }, index) => at(String(index), "option", cost, 1 - lost)));
      for (const { x, y } of marks) expect(x >= 0 && x <= 100 && y >= 0 && y <= 100).toBe(true);
      expect(xTicks.length).toBeGreaterThanOrEqual(2);
      expect(xTicks.length).toBeLessThanOrEqual(7);
      for (const mark of marks.filter(({ isOnFront }) => !isOnFront)) {
        expect(marks.some((other) => other !== mark && other.x <= mark.x && other.y <= mark.y)).toBe(true);
      }
    }),
  );
});

test("an axis of availability has its best at the top, and at least one step", () => {
  const { yOf, ticks } = prepareAvailabilityAxis([0.0005]);
  expect(ticks.map(({ label }) => label)).toEqual(["99.99%", "99.9%"]);
  expect(yOf(0.0005)).toBeGreaterThan(yOf(0.0002));
});
