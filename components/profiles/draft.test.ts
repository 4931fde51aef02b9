import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyDraft } from "@/lib/core/profile-draft";
import { changeDraft, type DraftChange, isSameDraft } from "./draft";

const NAMES = ["a/m", "b/m", "c/m", "d/m"];
const start = emptyDraft("ordered", NAMES);
const names = (changes: DraftChange[]) => changes.reduce(changeDraft, start).tiers.map(({ endpoint }) => endpoint);
const name = fc.constantFrom(...NAMES, "e/m");

describe("a draft", () => {
  test("keeps all of its tiers, and what was said of each, in whatever order they are put", () => {
    const moves = fc.array(fc.record({ type: fc.constant("move tier" as const), endpoint: name, to: fc.integer({ min: -2, max: 6 }) }));
    fc.assert(fc.property(moves, (changes) => {
      const told = changeDraft(start, { type: "set tier", endpoint: "b/m", fields: { retries: "3" } });
      const moved = changes.reduce(changeDraft, told);
      const byName = (tiers: typeof moved.tiers) => [...tiers].sort((a, b) => (a.endpoint < b.endpoint ? -1 : 1));
      expect(byName(moved.tiers)).toEqual(byName(told.tiers));
    }));
  });

  test("has a moved tier at its place, and the others as they stood to each other", () => {
    fc.assert(fc.property(fc.constantFrom(...NAMES), fc.integer({ min: 0, max: 3 }), (endpoint, to) => {
      const moved = names([{ type: "move tier", endpoint, to }]);
      expect(moved[to]).toBe(endpoint);
      expect(moved.filter((other) => other !== endpoint)).toEqual(NAMES.filter((other) => other !== endpoint));
    }));
  });

  test("never has a tier twice, and none that was removed", () => {
    const changes = fc.array(fc.record({ type: fc.constantFrom("add tier" as const, "remove tier" as const), endpoint: name }));
    fc.assert(fc.property(changes, (all) => {
      const left = names(all);
      expect(new Set(left).size).toBe(left.length);
      const last = all.at(-1);
      if (last) expect(left.includes(last.endpoint)).toBe(last.type === "add tier");
    }));
  });

  test("is the same again once a change is taken back", () => {
    const there = changeDraft(start, { type: "move tier", endpoint: "a/m", to: 3 });
    expect(isSameDraft(there, start)).toBe(false);
    expect(isSameDraft(changeDraft(there, { type: "move tier", endpoint: "a/m", to: 0 }), start)).toBe(true);
    const named = changeDraft(start, { type: "set", fields: { name: "x" } });
    expect(isSameDraft(changeDraft(named, { type: "replace", draft: start }), start)).toBe(true);
  });
});
