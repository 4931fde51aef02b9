import { describe, expect, test } from "vitest";
import { NIL_ID } from "@/lib/core/profile";
import type { ProfileChoice } from "./profiles";
import { longestRange, narrowToVersion, parseView as parseViewIn, prepareScope, type SearchParams, viewHref } from "./scope";

const now = new Date("2026-11-22T14:05:30Z");
const parseView = (params: SearchParams, at: Date) => parseViewIn(params, at, "UTC");
const week = { from: new Date("2026-11-15T14:15:00Z"), to: new Date("2026-11-22T14:15:00Z") };

describe("a page's address", () => {
  test("without anything asks for the whole team's last seven days in UTC", () => {
    expect(parseView({}, now)).toEqual({ preset: "7d", range: week, zone: "UTC", teamZone: "UTC", profile: null, measure: "by-calls", now });
  });

  test("that cannot be read opens as if it had not been given", () => {
    const nonsense = { range: "fortnight", from: "yesterday", to: "2026-13-01", zone: "Mars/Olympus", profile: "", unit: "acre" };
    expect(parseView(nonsense, now)).toEqual(parseView({}, now));
    expect(parseView({ range: ["24h", "30d"], profile: "x".repeat(201) }, now)).toMatchObject({ preset: "24h", profile: null });
  });

  test("may name an explicit range, widened to whole quarter-hours and bounded", () => {
    const view = parseView({ from: "2026-11-01T10:07:00+01:00", to: "2026-11-02T00:00:01Z" }, now);
    expect(view).toMatchObject({
      preset: null,
      range: { from: new Date("2026-11-01T09:00:00Z"), to: new Date("2026-11-02T00:15:00Z") },
    });
    expect(parseView({ from: "2026-11-02T00:00:00Z", to: "2026-11-01T00:00:00Z" }, now).preset).toBe("7d");
    const { range } = parseView({ from: "1970-01-01T00:00:00Z", to: "2026-11-22T00:00:00Z" }, now);
    expect(range.to.getTime() - range.from.getTime()).toBe(400 * 24 * 3_600_000);
  });

  test("may name wall times, as a form sends them, in its own zone or else the team's", () => {
    const form = { from: "2026-11-01T00:00", to: "2026-11-02T00:00" };
    const kathmandu = { from: new Date("2026-10-31T18:15:00Z"), to: new Date("2026-11-01T18:15:00Z") };
    expect(parseView({ ...form, zone: "Asia/Kathmandu" }, now).range).toEqual(kathmandu);
    expect(parseViewIn(form, now, "Asia/Kathmandu")).toMatchObject({ range: kathmandu, zone: "Asia/Kathmandu" });
    // The day on which New York's clocks go back.
    expect(parseView({ ...form, zone: "America/New_York" }, now).range).toEqual({ from: new Date("2026-11-01T04:00:00Z"), to: new Date("2026-11-02T05:00:00Z") });
  });

  test("leaves the team's own zone out, and names any other, UTC too", () => {
    expect(viewHref("/", parseViewIn({}, now, "Asia/Kolkata"))).toBe("/");
    expect(viewHref("/", parseViewIn({ zone: "UTC" }, now, "Asia/Kolkata"))).toBe("/?zone=UTC");
  });

  test("comes back as it was, presets still relative and defaults left out", () => {
    expect(viewHref("/", parseView({}, now))).toBe("/");
    const addresses = [
      { range: "24h", profile: "extract", zone: "Europe/Berlin", unit: "per-1000-calls" },
      { from: "2026-11-01T09:00:00.000Z", to: "2026-11-02T00:15:00.000Z", profile: "(ad hoc)" },
    ];
    for (const address of addresses) {
      const href = viewHref("/calls", parseView(address, now), { outcome: "failed", tier: null });
      expect(Object.fromEntries(new URLSearchParams(href.split("?")[1]))).toEqual({ ...address, outcome: "failed" });
    }
  });
});

test("the longest range is one that a page's address keeps whole", () => {
  const { from, to } = longestRange(now);
  const { range } = parseView({ from: from.toISOString(), to: to.toISOString() }, now);
  expect(range.to.getTime() - range.from.getTime()).toBe(to.getTime() - from.getTime());
});

describe("a scope", () => {
  const choice = (slug: string, ids: string[]): ProfileChoice => ({ id: slug, slug, name: slug, versions: ids.map((id, index) => ({ id, version: index + 1 })), version: 1, baseline: null });
  const profiles = [choice("extract", ["a", "b"]), choice("(ad hoc)", [NIL_ID])];
  const scope = (profile?: string) => prepareScope("team", parseView(profile === undefined ? {} : { profile }, now), profiles);

  test("is the whole team, or every version of one profile", () => {
    expect(scope().versionIds).toBeNull();
    expect(scope("extract")).toEqual({ teamId: "team", range: week, zone: "UTC", versionIds: ["a", "b"] });
    expect(scope("(ad hoc)").versionIds).toEqual([NIL_ID]);
  });

  test("of an unknown profile matches nothing, not everything", () => {
    expect(scope("gone").versionIds).toEqual([]);
  });

  test("is narrowed to a version of its profile, never to one of another", () => {
    expect(narrowToVersion(scope("extract"), profiles, 2).versionIds).toEqual(["b"]);
    expect(narrowToVersion(scope("extract"), profiles, 3).versionIds).toEqual([]);
    const others = [...profiles, choice("chat", ["c", "d"])];
    expect(narrowToVersion(prepareScope("team", parseView({ profile: "extract" }, now), others), others, 2).versionIds).toEqual(["b"]);
    expect(narrowToVersion(scope(), profiles, 2).versionIds).toBeNull();
    expect(narrowToVersion(scope("extract"), profiles, undefined)).toEqual(scope("extract"));
  });
});
