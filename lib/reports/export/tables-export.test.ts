import { describe, expect, test } from "vitest";
import { computeFigures } from "../overview";
import type { AttemptRow } from "../rollup-rows";
import { NO_WASTE, type WasteRow } from "../waste";
import type { ExportColumn } from "./export-format";
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
