import { type PriceClass, resolvePrice } from "@/lib/core/price";
import { formatRatio } from "@/lib/core/ratio";
import type { BoardEndpoint } from "../price-board";
import type { ExportColumn } from "./export-format";

/** Tokens of a quoted price. */
const MILLION = 1_000_000n;

/** What each class is charged now, its own price or its parent's; USD per million tokens. */
function classColumn(name: string, priceClass: PriceClass): ExportColumn<BoardEndpoint> {
  const tokens = priceClass === "perRequest" ? 1n : MILLION;
  return { name, value: ({ inForce }) => inForce && resolvePrice(inForce.price, 0).prices[priceClass] * tokens };
}

/** The price board: one row for each endpoint, as the board has them in order. */
export const PRICE_COLUMNS: readonly ExportColumn<BoardEndpoint>[] = [
  { name: "model", value: (row) => row.model },
  { name: "provider", value: (row) => row.provider },
  { name: "endpoint", value: (row) => row.name },
  { name: "your_mix_usd_per_million", value: (row) => row.mixCost && formatRatio(row.mixCost, 12, "half-away") },
  { name: "attempts_7d", value: (row) => row.tried?.attempts ?? 0 },
  { name: "served_7d", value: (row) => row.tried?.served ?? 0 },
  classColumn("input_usd_per_million", "input"),
  classColumn("cached_input_usd_per_million", "cachedInput"),
  classColumn("cache_write_5m_usd_per_million", "cacheWrite5m"),
  classColumn("cache_write_1h_usd_per_million", "cacheWrite1h"),
  classColumn("output_usd_per_million", "output"),
  classColumn("reasoning_usd_per_million", "reasoning"),
  classColumn("fee_usd_per_request", "perRequest"),
  { name: "steps_for_long_prompts", value: (row) => row.inForce && row.inForce.price.steps.length },
  { name: "in_force_from", value: (row) => row.inForce && row.inForce.validFrom },
  { name: "next_price_from", value: (row) => row.coming[0]?.from ?? null },
];
