import { describe, expect, test } from "vitest";
import { ratio } from "@/lib/core/ratio";
import { availability, oneIn } from "../availability";
import { type CauseSums, prepareCauses } from "./prepare-causes";
import { prepareEndpoints } from "./prepare-endpoints";
import { prepareLimits } from "./prepare-limits";

const USD = 1_000_000_000_000n;
const hrefOf = (filters: Record<string, string>) => `/calls?${new URLSearchParams(filters)}`;

const sums = (endpoint: string, more: Partial<CauseSums>): CauseSums => ({
  endpoint, provider: endpoint.split("/")[0] ?? "", cause: "stream_cut", failed: 1, billed: 0, reported: 1, estimated: 0, unknown: 0, costPico: 0n, ...more,
});

describe("causes by provider", () => {
  const table = prepareCauses([
    sums("groq/a", { cause: "rate_limited", failed: 6, reported: 6 }),
    sums("groq/b", { failed: 2, billed: 2, reported: 0, estimated: 2, costPico: USD }),
    sums("groq/a", { failed: 1, billed: 1, costPico: 2n * USD }),
    sums("together/a", { failed: 1, billed: 0, reported: 0, unknown: 1 }),
  ], hrefOf);

  test("adds up the endpoints of a provider, the dearest first", () => {
    expect(table.rows.map(({ cause, provider, cells }) => [cause, provider, ...cells.map(({ text }) => text)])).toEqual([
      ["Stream cut", "groq", "3", "$3.00", "100.0%", "1", "2", "—"],
      ["Rate limited", "groq", "6", "$0.00", "0.0%", "6", "—", "—"],
      ["Stream cut", "together", "1", "Unknown", "Unknown", "—", "—", "1"],
    ]);
  });

  test("recomputes its total, and leaves out what is unknown", () => {
    expect(table.total.map(({ text }) => text)).toEqual(["10", "$3.00", "30.0%", "7", "2", "1"]);
  });

  test("leads to the calls with just these attempts", () => {
    expect(table.rows.map(({ href }) => href)).toEqual([
      "/calls?cause=stream_cut&provider=groq&failing=1",
      "/calls?cause=rate_limited&provider=groq&failing=1",
      "/calls?cause=stream_cut&provider=together&failing=1",
    ]);
    expect(table.rows[0]?.cells.map(({ href }) => href).slice(-2)).toEqual([
      "/calls?cause=stream_cut&provider=groq&failing=1&estimated=1",
      "/calls?cause=stream_cut&provider=groq&failing=1&unknown=1",
    ]);
    expect(table.total[0]?.href).toBe("/calls?failing=1");
  });
});

describe("endpoints", () => {
  const none = { p50: null, p95: null };
  const { rows, total } = prepareEndpoints([
    { endpoint: "groq/a", attempts: 100_000, served: 99_999, limited: 1, firstTokenMs: { p50: 210, p95: 1_240 }, totalMs: { p50: 2_400, p95: 61_000 } },
    { endpoint: "together/a", attempts: 0, served: 0, limited: 0, firstTokenMs: none, totalMs: none },
  ], hrefOf);

  test("never round a failure away, and have no time where nobody was served", () => {
    expect(rows.map(({ cells }) => cells)).toEqual([
      ["100,000", "99.9%", "210 ms", "1.24 s", "2.40 s", "1 min 1 s", "1"],
      ["0", "—", "—", "—", "—", "—", "0"],
    ]);
  });

  test("total what adds up, and percentiles do not", () => {
    expect(total).toEqual(["100,000", "99.9%", "—", "—", "—", "—", "1"]);
  });
});

describe("availability", () => {
  test.each([
    [25_000n, 25_000n, "100.0%", "none failed"],
    [24_999n, 25_000n, "99.996%", "1 in 25,000 failed"],
    [9_999_999n, 10_000_000n, "99.999%", "1 in 10,000,000 failed"],
    [987n, 1_000n, "98.7%", "1 in 76 failed"],
    [1n, 3n, "33.3%", "most failed"],
    [0n, 3n, "0.0%", "most failed"],
  ])("of %i in %i is floored", (served, all, percentage, words) => {
    expect([availability(ratio(served, all)), oneIn(ratio(served, all))]).toEqual([percentage, words]);
  });

  test("of no calls is not applicable", () => {
    expect([availability(null), oneIn(null)]).toEqual(["—", null]);
  });
});

describe("limits over time", () => {
  const slots = [0, 1].map((day) => ({ start: new Date(Date.UTC(2026, 10, 20 + day)), end: new Date(Date.UTC(2026, 10, 21 + day)) }));
  const row = (slot: number, endpoint: string, failed: number, cause: "rate_limited" | "stream_cut" = "rate_limited") => ({ slot, endpoint, cause, failed });
  const { charts, highest } = prepareLimits({
    slots, rows: [row(0, "groq/a", 2), row(1, "groq/a", 8), row(0, "together/a", 4), row(1, "together/a", 90, "stream_cut")],
    unit: "day", from: new Date(Date.UTC(2026, 10, 20)), zone: "UTC", now: new Date(Date.UTC(2026, 10, 21, 12)),
    callsHref: (endpoint, range) => `${endpoint} ${range?.from.toISOString().slice(0, 10) ?? "all"}`,
  });

  test("have one scale, the endpoint with most of them first", () => {
    expect(highest).toBe(8);
    expect(charts.map(({ endpoint, total, columns }) => [endpoint, total, columns.map(({ height }) => height)])).toEqual([
      ["groq/a", 10, [25, 100]], ["together/a", 4, [50, 0]],
    ]);
  });

  test("lead to the calls of their endpoint and day, and say what is still filling", () => {
    expect(charts[0]?.columns.map(({ href, summary }) => [href, summary])).toEqual([
      ["groq/a 2026-11-20", "20 Nov: 2 attempts at a limit."],
      ["groq/a 2026-11-21", "21 Nov: 8 attempts at a limit, still filling."],
    ]);
    expect(charts[0]?.summary).toBe("groq/a: 10 attempts at a limit, the most in the day of 21 Nov.");
  });
});
