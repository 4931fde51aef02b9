import { type PriceClass, resolvePrice } from "@/lib/core/price";
import { formatRatio, type Ratio, roundRatio } from "@/lib/core/ratio";
import type { BoardEndpoint, BoardWeights } from "../price-board";
import type { ExportColumn } from "./export-format";

/** A host of the board, and what it is among its equals. */
export type PriceRow = BoardEndpoint & { weights: string; isFloor: boolean; isCurrent: boolean };

/** The hosts of a board in its order. */
export function listExportRows(board: readonly BoardWeights[]): PriceRow[] {
  return board.flatMap(({ key, endpoints, floor, current }) =>
    endpoints.map((endpoint) => ({ ...endpoint, weights: key, isFloor: endpoint.id === floor?.id, isCurrent: endpoint.id === current?.id })));
}

/** As an amount: rounded to the pico. */
const pico = (usd: Ratio | undefined) => (usd ? roundRatio(usd, 12, "half-away") : null);

const whole = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : Math.round(ms));

/** What the provider asks of everybody, or what was agreed with the team. */
const KIND_WORDS = { list: "list", negotiated: "agreed" } as const;

/** Tokens of a quoted price. */
const MILLION = 1_000_000n;

/** What each class is charged now, its own price or its parent's; USD per million tokens. */
function classColumn(name: string, priceClass: PriceClass): ExportColumn<PriceRow> {
  const tokens = priceClass === "perRequest" ? 1n : MILLION;
  return { name, value: ({ inForce }) => inForce && resolvePrice(inForce.price, 0).prices[priceClass] * tokens };
}

/** The price board: one row for each endpoint, as the board has them in order. */
export const PRICE_COLUMNS: readonly ExportColumn<PriceRow>[] = [
  { name: "weights", value: (row) => row.weights },
  { name: "model", value: (row) => row.model },
  { name: "provider", value: (row) => row.provider },
  { name: "endpoint", value: (row) => row.name },
  { name: "quantization", value: (row) => row.quantization },
  { name: "is_floor", value: (row) => row.isFloor },
  { name: "is_your_choice", value: (row) => row.isCurrent },
  { name: "your_mix_usd_per_million", value: (row) => row.mixCost && formatRatio(row.mixCost, 12, "half-away") },
  { name: "saved_by_moving_usd_per_million", value: (row) => pico(row.move?.perMillion) },
  { name: "saved_by_moving_usd_per_30_days", value: (row) => pico(row.move?.perMonth) },
  { name: "attempts", value: (row) => row.use?.attempts ?? 0 },
  { name: "served", value: (row) => row.use?.served ?? 0 },
  { name: "first_token_p50_ms", value: (row) => whole(row.latency?.firstTokenMs.p50) },
  { name: "duration_p50_ms", value: (row) => whole(row.latency?.totalMs.p50) },
  { name: "output_tokens_per_second", value: (row) => row.speed && row.speed.tokensPerSecond.toFixed(1) },
  { name: "context_tokens", value: (row) => row.contextTokens },
  classColumn("input_usd_per_million", "input"),
  classColumn("cached_input_usd_per_million", "cachedInput"),
  classColumn("cache_write_5m_usd_per_million", "cacheWrite5m"),
  classColumn("cache_write_1h_usd_per_million", "cacheWrite1h"),
  classColumn("output_usd_per_million", "output"),
  classColumn("reasoning_usd_per_million", "reasoning"),
  classColumn("fee_usd_per_request", "perRequest"),
  { name: "steps_for_long_prompts", value: (row) => row.inForce && row.inForce.price.steps.length },
  { name: "in_force_kind", value: (row) => row.inForce && KIND_WORDS[row.inForce.kind] },
  { name: "in_force_from", value: (row) => row.inForce && row.inForce.validFrom },
  { name: "in_force_until", value: (row) => row.inForce && row.inForce.validUntil },
  { name: "confirmed_at", value: (row) => row.confirmed?.at ?? null },
  { name: "confirmed_by", value: (row) => row.confirmed?.feed ?? null },
  { name: "source", value: (row) => row.inForce && row.inForce.source },
  { name: "next_price_from", value: (row) => row.coming[0]?.from ?? null },
];
