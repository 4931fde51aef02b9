import { describe, expect, test } from "vitest";
import { countFacets, type FacetRow } from "./call-facets";

const row = (profileId: string, version: number, calls: number): FacetRow => ({ profileId, version, tier: 1, outcome: "served", keyId: "k", calls, rescued: 0, unknown: 0 });
const rows = [row("p", 1, 3), row("p", 2, 4), row("q", 2, 5)];

describe("the counts of facets beside a version", () => {
  test("are those of the version, its own choices and other profiles aside", () => {
    const counts = countFacets(rows, { version: 2 }, "p");
    expect(counts?.outcome.get("served")).toBe(4);
    expect([counts?.version.get("1"), counts?.version.get("2")]).toEqual([3, 4]);
    expect([counts?.profile.get("p"), counts?.profile.get("q")]).toEqual([7, 5]);
  });

  test("are of all versions where no profile is chosen, since a number alone names none", () => {
    expect(countFacets(rows, { version: 2 }, null)?.outcome.get("served")).toBe(12);
  });
});
