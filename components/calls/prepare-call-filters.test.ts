import { describe, expect, test } from "vitest";
import { prepareCallFilters } from "./prepare-call-filters";

const options = { endpoints: ["alpha/m", "beta/m"], keys: [{ id: "k1", name: "batch" }], tiers: 2 };
const hrefOf = (filters: Record<string, string | null>) =>
  Object.entries(filters).flatMap(([key, value]) => (value === null ? [] : [`${key}=${value}`])).join("&");

describe("the filters of calls", () => {
  test("that are chosen are named and can each be taken away", () => {
    const { chips, clearHref } = prepareCallFilters({ outcome: "failed", tier: 2, key: "k1", unknown: "1" }, options, hrefOf);
    expect(chips).toEqual([
      { label: "Outcome: Failed", href: "tier=2&key=k1&unknown=1" },
      { label: "Served by: Tier 2", href: "outcome=failed&key=k1&unknown=1" },
      { label: "API key: batch", href: "outcome=failed&tier=2&unknown=1" },
      { label: "Cost unknown", href: "outcome=failed&tier=2&key=k1" },
    ]);
    expect(clearHref).toBe("");
  });

  test("keep what is chosen when another one is", () => {
    const { choices } = prepareCallFilters({ outcome: "failed" }, options, hrefOf);
    const endpoint = choices.find(({ label }) => label === "Tried at");
    expect(endpoint).toMatchObject({ current: "" });
    expect(endpoint?.options.map(({ label, href }) => [label, href])).toEqual([
      ["Any endpoint", "outcome=failed"],
      ["alpha/m", "outcome=failed&endpoint=alpha/m"],
      ["beta/m", "outcome=failed&endpoint=beta/m"],
    ]);
  });

  test("still show an endpoint that is offered no more", () => {
    const { choices } = prepareCallFilters({ endpoint: "gone/m" }, options, hrefOf);
    const endpoint = choices.find(({ label }) => label === "Tried at");
    expect(endpoint?.current).toBe("gone/m");
    expect(endpoint?.options.map(({ value }) => value)).toContain("gone/m");
  });
});
