import { describe, expect, test } from "vitest";
import { NO_CONSTRAINTS } from "@/lib/sandbox/optimise/question";
import { prepareFront, telling } from "./prepare-front";
import { anOptimum, aPoint } from "./testing/points";

const cheap = aPoint(["groq"], { effectiveUsdPerMillion: 0.6, availability: 0.97, firstTokenP95Ms: 400 });
const middle = aPoint(["groq", "together"], { effectiveUsdPerMillion: 0.64, availability: 0.999, firstTokenP95Ms: 900 });
const safe = aPoint(["groq", "together", "openai"], { effectiveUsdPerMillion: 0.7, availability: 0.99999, firstTokenP95Ms: 1_500 });
const dear = aPoint(["openai"], { effectiveUsdPerMillion: 0.9, availability: 0.99, firstTokenP95Ms: 700, breaks: ["availability"] });

const optimum = anOptimum({ front: [cheap, middle, safe], cheapest: middle, current: dear });
const prepared = prepareFront(optimum, { ...NO_CONSTRAINTS, availabilityAtLeast: 0.999 });

describe("the front's chart", () => {
  test("puts dearer points to the right, more available ones higher, and each factor of ten at the same distance", () => {
    const at = (id: string) => prepared.marks.find(({ key }) => key === id);
    expect([at("groq")?.x, at("groq,together")?.x, at("openai")?.x]).toEqual([...[at("groq")?.x, at("groq,together")?.x, at("openai")?.x]].sort((a, b) => (a ?? 0) - (b ?? 0)));
    expect(at("groq,together,openai")?.y).toBeLessThan(at("groq,together")?.y ?? 0);
    const [one, two, three] = prepared.yTicks.map(({ y }) => y);
    expect((one ?? 0) - (two ?? 0)).toBeCloseTo((two ?? 0) - (three ?? 0), 2);
    expect(prepared.yTicks).toContainEqual({ label: "99.9%", oneIn: "1 in 1,000", y: expect.any(Number) as number });
  });

  test("keeps every mark within the plot, its ticks in round figures", () => {
    for (const { x, y } of prepared.marks) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(100);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(100);
    }
    expect(prepared.xTicks.every(({ label }) => /^\$\d+\.\d{2}$/.test(label))).toBe(true);
  });

  test("marks the current profile and the cheapest, and tells both in words", () => {
    expect(prepared.marks.map(({ key, mark }) => [key, mark])).toEqual([["groq", "point"], ["groq,together", "cheapest"], ["groq,together,openai", "point"], ["openai", "current"]]);
    expect(prepared.marks.at(-1)?.summary).toBe(
      "The current profile: openai/llama. Effective cost $0.90/M; Availability 99.000%, 1 in 100 failed; p95 first token 700 ms; A month $1,200.00. It does not keep the least availability.",
    );
    expect(prepared.marks.at(-1)?.isPale).toBe(true);
    expect(prepared.marks.map(({ label }) => label)).toEqual(["groq/llama", "groq/llama and 1 more", "groq/llama and 2 more", "openai/llama"]);
  });

  test("draws the promised availability where it stands among the points", () => {
    const middleMark = prepared.marks.find(({ key }) => key === "groq,together");
    expect(prepared.promiseY).toBeCloseTo(middleMark?.y ?? NaN, 2);
    expect(prepareFront(optimum, NO_CONSTRAINTS).promiseY).toBeNull();
  });

  test("tells latency by classes, the slowest the most prominent", () => {
    expect(prepared.legend.map(({ label }) => label)).toEqual([
      "up to 1.50 s, above 900 ms", "up to 900 ms, above 700 ms", "up to 700 ms, above 400 ms", "up to 400 ms",
    ]);
    expect(prepared.marks.map(({ key, rank }) => [key, rank])).toEqual([["groq", 3], ["groq,together", 1], ["groq,together,openai", 0], ["openai", 2]]);
  });

  test("steps from point to point: between two of them there is nothing", () => {
    expect(prepared.steps).toHaveLength(5);
    expect(prepared.steps[1]).toEqual({ x: prepared.steps[2]?.x, y: prepared.steps[0]?.y });
  });

  test("says in a sentence what it shows, also of one point and of none", () => {
    expect(prepared.summary).toBe("3 profiles on the front, from $0.60/M at 97.0%, 1 in 33 failed to $0.70/M at 99.999%, 1 in 100,000 failed.");
    expect(prepareFront(anOptimum({ front: [cheap] }), NO_CONSTRAINTS).summary).toContain("One profile is best in both");
    expect(prepareFront(anOptimum(), NO_CONSTRAINTS).summary).toBe("No profile keeps what was asked for.");
  });

  test("ends where fewer are lost than any model can tell, unless fewer still are promised", () => {
    const front = [1e-3, 1e-5, 1e-7, 1e-8].map((lost, index) => aPoint([`p${index}`], { effectiveUsdPerMillion: 1 + index, availability: 1 - lost }));
    expect(telling({ front }, NO_CONSTRAINTS)).toEqual(front.slice(0, 3));
    expect(telling({ front }, { ...NO_CONSTRAINTS, availabilityAtLeast: 1 - 2e-7 })).toEqual(front);
  });

  test("has room for a profile that never fails, and for one that is free", () => {
    const { marks } = prepareFront(anOptimum({ front: [aPoint(["own"], { effectiveUsdPerMillion: 0, availability: 1, firstTokenP95Ms: null })] }), NO_CONSTRAINTS);
    expect(marks[0]?.x).toBeGreaterThanOrEqual(0);
    expect(marks[0]?.y).toBeLessThanOrEqual(100);
  });
});
