import { describe, expect, test } from "vitest";
import { computeFigures } from "../overview";
import { mixOf } from "@/lib/core/price-mix";
import { prepareBoard } from "../price-board";
import type { AttemptRow } from "../rollup-rows";
import type { SavingsFigures } from "../savings";
import { NO_WASTE, type WasteRow } from "../waste";
import type { ExportColumn } from "./export-format";
import { KEY_COLUMNS } from "./keys-export";
import { listExportRows, PRICE_COLUMNS } from "./prices-export";
import { savingsColumns } from "./savings-export";
import { exportTable } from "./stream-export";
import { tierColumns } from "./tiers-export";
import { totalWaste, WASTE_COLUMNS } from "./waste-export";

async function exportRows<Row>(rows: readonly Row[], columns: readonly ExportColumn<Row>[]): Promise<Record<string, unknown>[]> {
  const text = await new Response(exportTable({ format: "json", header: {}, columns, rows })).text();
  return (JSON.parse(text) as { rows: Record<string, unknown>[] }).rows;
}

describe("the exported tier table", () => {
  // The worked example: 95 calls at $1.00/M, 5 at $5.00/M, a thousand tokens each.
  const tier = (given: Partial<AttemptRow>): AttemptRow => ({
    slot: 0, profileId: "p", endpointId: "e1", endpoint: "alpha/m", tier: 1, attempts: 100, unknown: 0, served: 95, servedKnown: 95,
    tokens: 95_000n, costPico: 95_000_000_000n, primaryCostPico: 95_000_000_000n, primaryKnown: 95, wastePico: 7n, abortedPico: 0n, unservedPico: 0n,
    ...given,
  });
  const second = tier({ endpointId: "e2", endpoint: "beta/m", tier: 2, attempts: 5, served: 5, servedKnown: 5, tokens: 5_000n, costPico: 25_000_000_000n, primaryCostPico: 5_000_000_000n, primaryKnown: 5, wastePico: 0n });

  test("has the sums of the page and the ratios that follow from them", async () => {
    const rows = await exportRows(computeFigures([tier({}), second], []).tiers, tierColumns(() => "extract"));
    expect(rows[0]).toEqual({
      profile: "extract", tier: 1, endpoint: "alpha/m", attempts: 100, served: 95, served_of_known_cost: 95, tokens: "95000",
      served_spend_usd: "0.095", at_primary_usd: "0.095", waste_usd: "0.000000000007", share: "0.950000000000",
      cost_usd_per_million: "1.000000000000", contribution_usd_per_million: "0.950000000000", primary_usd_per_million: "1.000000000000",
    });
    expect(rows[1]).toMatchObject({ share: "0.050000000000", cost_usd_per_million: "5.000000000000", contribution_usd_per_million: "0.250000000000" });
  });

  test("leaves empty what is not known", async () => {
    const unknown = tier({ unknown: 95, servedKnown: 0, tokens: 0n, costPico: 0n, primaryCostPico: 0n, primaryKnown: 0 });
    const [row] = await exportRows(computeFigures([unknown], []).tiers, tierColumns(() => "extract"));
    expect(row).toMatchObject({ served: 95, served_spend_usd: null, cost_usd_per_million: null });
  });
});

describe("the exported waste table", () => {
  const waste = (given: Partial<WasteRow>): WasteRow => ({ ...NO_WASTE, slot: 0, endpoint: "alpha/m", provider: "alpha", cause: "stream_cut", ...given });

  test("adds the slots of a range up, the dearest first, and keeps the unknown empty", async () => {
    const rows = await exportRows(totalWaste([
      waste({ failed: 2, billed: 2, reported: 2, costPico: 5n }),
      waste({ slot: 1, failed: 1, billed: 1, estimated: 1, costPico: 4n, estimatedPico: 4n }),
      waste({ endpoint: "beta/m", provider: "beta", failed: 3, billed: 3, reported: 3, costPico: 10n }),
      waste({ cause: "timeout_stall", failed: 1, unknown: 1 }),
    ]), WASTE_COLUMNS);
    expect(rows.map((row) => [row["endpoint"], row["cause"], row["failed_attempts"], row["known_cost_usd"], row["of_it_estimated_usd"]])).toEqual([
      ["beta/m", "stream_cut", 3, "0.00000000001", "0"],
      ["alpha/m", "stream_cut", 3, "0.000000000009", "0.000000000004"],
      ["alpha/m", "timeout_stall", 1, null, null],
    ]);
  });
});

describe("the exported savings", () => {
  const steps: SavingsFigures & { profileId: string } = {
    profileId: "p", comparable: 3, notComparable: 1, untold: 1, baseline: { lowPico: 100n, highPico: 110n }, tierChoicePico: -40n, cachePico: 4n,
    wastePico: 6n, unsplit: { lowPico: -15n, highPico: -5n }, unservedPico: 2n, actualPico: 67n, savings: { lowPico: 33n, highPico: 43n },
  };
  const columns = savingsColumns((id) => ({ profile: `name of ${id}`, baseline: "base/m" }));

  test("have every step of the page, and add up crosswise to what was spent", async () => {
    const [row = {}] = await exportRows([steps], columns);
    expect(row).toMatchObject({ profile: "name of p", baseline: "base/m", compared_calls: 3, left_out_calls: 2, waste_usd: "0.000000000006", actual_usd: "0.000000000067" });
    const pico = (name: string) => Math.round(Number(row[name]) * 1e12);
    const between = ["tier_choice_usd", "cache_usd", "waste_usd", "not_served_usd"].reduce((sum, name) => sum + pico(name), 0);
    expect(pico("baseline_low_usd") + pico("not_told_apart_high_usd") + between).toBe(pico("actual_usd"));
    expect(pico("baseline_high_usd") + pico("not_told_apart_low_usd") + between).toBe(pico("actual_usd"));
    expect(pico("baseline_low_usd") - pico("actual_usd")).toBe(pico("savings_low_usd"));
  });

  test("leave empty what no call was held against", async () => {
    const [row] = await exportRows([{ ...steps, comparable: 0, savings: null }], columns);
    expect(row).toMatchObject({ baseline_low_usd: null, tier_choice_usd: null, savings_low_usd: null, not_served_usd: "0.000000000002" });
  });
});

describe("the exported prices", () => {
  const now = new Date("2026-11-20T00:00:00Z");
  const price = (id: string, validFrom: string, input: bigint) => ({ id, kind: "negotiated" as const, validFrom: new Date(validFrom), validUntil: new Date("2027-01-01T00:00:00Z"), source: "our contract", price: { base: { input, output: 5n * input, perRequest: 7n }, steps: [] } });
  const endpoint = { upstreamModel: "m", contextTokens: null, maxOutputTokens: null, quantization: "fp8", parameters: null, inputs: null, failureDomain: null, model: "m" };
  const provider = { name: "Alpha", dialect: "openai" as const, baseUrl: "", privateAllowed: false, failureDomain: null, credential: null };

  test("are the rows of the board in its order, a class without a price of its own at its parent's", async () => {
    const providers = [
      { ...provider, id: "1", slug: "alpha", endpoints: [{ ...endpoint, id: "a", name: "alpha/m", prices: [price("x", "2026-11-01T00:00:00Z", 2_000_000n), price("y", "2026-12-01T00:00:00Z", 1n)] }] },
      { ...provider, id: "2", slug: "beta", endpoints: [{ ...endpoint, id: "b", name: "beta/m", prices: [] }] },
    ];
    const units = { input: 1_000n, cachedInput: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n, reasoning: 0n };
    const mix = mixOf(units, 0n);
    const latency = { endpoint: "alpha/m", calls: 8, firstTokenMs: { p50: 120.4, p95: null }, totalMs: { p50: 900.6, p95: null }, waitedMs: 8_000 };
    const board = prepareBoard({
      providers, mix, use: new Map([["a", { attempts: 9, served: 8, unknown: 0, mix }]]), confirmed: new Map(), latency: new Map([["alpha/m", latency]]), elapsedMs: 86_400_000, now,
    });
    const rows = await exportRows(listExportRows(board), PRICE_COLUMNS);
    expect(rows[0]).toEqual({
      weights: expect.any(String), model: "m", provider: "alpha", endpoint: "alpha/m", quantization: "fp8", is_floor: true, is_your_choice: true,
      your_mix_usd_per_million: "2.000000000000", saved_by_moving_usd_per_million: null, saved_by_moving_usd_per_30_days: null,
      attempts: 9, served: 8, first_token_p50_ms: 120, duration_p50_ms: 901, output_tokens_per_second: null, context_tokens: null,
      input_usd_per_million: "2", cached_input_usd_per_million: "2", cache_write_5m_usd_per_million: "2", cache_write_1h_usd_per_million: "2",
      output_usd_per_million: "10", reasoning_usd_per_million: "10", fee_usd_per_request: "0.000000000007", steps_for_long_prompts: 0,
      confirmed_at: null, confirmed_by: null, source: "our contract", in_force_kind: "agreed", in_force_until: "2027-01-01T00:00:00.000Z", in_force_from: "2026-11-01T00:00:00.000Z", next_price_from: "2026-12-01T00:00:00.000Z",
    });
    expect(rows[1]).toMatchObject({ endpoint: "beta/m", attempts: 0, is_floor: false, input_usd_per_million: null, your_mix_usd_per_million: null, in_force_from: null });
  });
});

describe("the exported keys", () => {
  const key = {
    id: "k", keyId: "rl_ab", last4: "wxyz", name: "=web", ownerEmail: "ada@example.com", createdAt: new Date("2026-11-01T10:00:00Z"), expiresAt: null, revokedAt: null,
    lastUsed: new Date("2026-11-19T00:00:00Z"), calls: 12, costPico: 5n, unknownAttempts: 0,
  };

  test("have what the page shows, and no cost once a part of it is unknown", async () => {
    const rows = await exportRows([key, { ...key, lastUsed: null, unknownAttempts: 1 }], KEY_COLUMNS);
    expect(rows[0]).toEqual({
      id: "k", name: "=web", key: "rl_ab…wxyz", owner: "ada@example.com", created_at: "2026-11-01T10:00:00.000Z", expires_at: null, revoked_at: null,
      last_used_day: "2026-11-19", calls: 12, cost_usd: "0.000000000005", known_cost_usd: "0.000000000005", unknown_attempts: 0,
    });
    expect(rows[1]).toMatchObject({ last_used_day: null, cost_usd: null, known_cost_usd: "0.000000000005", unknown_attempts: 1 });
  });
});
