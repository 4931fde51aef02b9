import { describe, expect, test } from "vitest";
import { formatMany, prepareChips, prepareFacets, type FacetInput } from "./prepare-facets";

const keys = [{ id: "k1", name: "batch", isRevoked: false }, { id: "k2", name: "old", isRevoked: true }];
const hrefFrom = (chosen: Record<string, string>) => (change: Record<string, string | null>) =>
  Object.entries<string | null>({ ...chosen, ...change }).flatMap(([key, value]) => (value === null ? [] : [`${key}=${value}`])).join("&");

function facetsOf(chosen: Record<string, string>, more: Partial<FacetInput> = {}) {
  return prepareFacets({
    chosen,
    profiles: [{ id: "p1", slug: "extract", versions: [{ version: 1 }, { version: 2 }] }],
    options: { endpoints: ["alpha/m", "alpha/n", "beta/m"], keys, tiers: 2 },
    counts: {
      profile: new Map([["p1", 7]]), version: new Map([["2", 5]]), outcome: new Map([["served", 6], ["failed", 1]]), tier: new Map([["1", 12_345]]),
      key: new Map([["k2", 3]]), rescued: 0, unknown: 2,
    },
    tags: [{ tag: "app", value: "shop", calls: 4 }],
    hrefWith: hrefFrom(chosen),
    ...more,
  });
}
const group = (groups: ReturnType<typeof facetsOf>, title: string) => groups.find((each) => each.title === title);

describe("the facets of calls", () => {
  test("offer a profile's versions once it is chosen, the latest first", () => {
    expect(group(facetsOf({}), "Version")).toBeUndefined();
    const versions = group(facetsOf({ profile: "extract", version: "2" }), "Version");
    expect([...(versions?.links ?? []), ...(versions?.more ?? [])]).toEqual([
      { label: "Version 2", count: "5", href: "profile=extract", isCurrent: true },
      { label: "Version 1", count: "0", href: "profile=extract&version=1", isCurrent: false },
    ]);
  });

  test("say how many calls each choice would leave, and keep what is chosen", () => {
    const outcome = group(facetsOf({ tier: "1" }), "Outcome");
    expect(outcome?.links).toEqual([
      { label: "Served", count: "6", href: "tier=1&outcome=served", isCurrent: false },
      { label: "Failed", count: "1", href: "tier=1&outcome=failed", isCurrent: false },
    ]);
    expect(outcome?.more.map(({ label, count }) => [label, count])).toEqual([["Client left", "0"]]);
  });

  test("lead away from what is chosen", () => {
    expect(group(facetsOf({ outcome: "failed", tier: "1" }), "Outcome")?.links[1]).toMatchObject({ isCurrent: true, href: "tier=1" });
    expect(group(facetsOf({ tag: "app", value: "shop" }), "Tag")?.links[0]).toMatchObject({ isCurrent: true, href: "" });
  });

  test("name revoked keys, the most used first, and what is chosen though it has no calls", () => {
    expect(group(facetsOf({ key: "k1" }), "API key")?.links.map(({ label }) => label)).toEqual(["old (revoked)", "batch"]);
  });

  test("show no counts where the sums cannot tell", () => {
    const groups = facetsOf({ cause: "auth" }, { counts: null, tags: [] });
    expect(groups.flatMap(({ links, more }) => [...links, ...more]).every(({ count }) => count === null)).toBe(true);
    expect(group(groups, "Tag")).toBeUndefined();
  });

  test("offer providers and models once each", () => {
    const groups = facetsOf({});
    expect([group(groups, "Provider"), group(groups, "Model")].map((each) => each?.links.map(({ label }) => label))).toEqual([["alpha", "beta"], ["m", "n"]]);
  });

  test("count no further than 10,000", () => {
    expect([formatMany(10_000), formatMany(10_001), formatMany(0)]).toEqual(["10,000", "10,000+", "0"]);
    expect(group(facetsOf({}), "Tier served")?.links[0]).toMatchObject({ count: "10,000+" });
  });
});

describe("the chips of what is chosen", () => {
  test("name it and each take one away, a tag with its value", () => {
    const chosen = { profile: "extract", outcome: "failed", key: "k2", tag: "app", value: "shop", costFrom: "0.01", unknown: "1", cause: "stream_cut" };
    expect(prepareChips(chosen, keys, hrefFrom(chosen)).map(({ label }) => label)).toEqual([
      "Profile: extract", "Outcome: Failed", "API key: old (revoked)", "Tag app: shop", "Cost from $0.01", "Cost unknown", "Cause: Stream cut",
    ]);
    expect(prepareChips({ tag: "app", value: "", tier: "2" }, keys, hrefFrom({ tag: "app", value: "", tier: "2" }))).toEqual([
      { label: "Tag app: (empty)", href: "tier=2" },
      { label: "Served by: Tier 2", href: "tag=app&value=" },
    ]);
  });

  test("still name an endpoint or key that is offered no more", () => {
    expect(prepareChips({ endpoint: "gone/m", key: "k9" }, keys, hrefFrom({})).map(({ label }) => label)).toEqual(["Tried at: gone/m", "API key: k9"]);
  });
});
