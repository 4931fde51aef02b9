import type { PriceClass } from "@/lib/core/price";
import type { Range } from "@/lib/core/period";
import type { Transaction } from "@/lib/db";

/** What attempts that are alike in all keys of the ledger add up to within a UTC hour. */
export type HourOfUsage = {
  hour: Date;
  profileVersionId: string;
  tier: number;
  endpointId: string;
  /** `provider/model`, as it was then. */
  endpoint: string;
  /** The nil UUID where there is none, and of a list price where it is the applied one. */
  priceId: string;
  priceStep: number;
  listPriceId: string;
  listPriceStep: number;
  keyId: string;
  outcome: string;
  cause: string;
  basis: "reported" | "estimated" | "unknown";
  attempts: number;
  classes: Record<PriceClass, { units: bigint; costPico: bigint }>;
  /** All that is known to be owed. */
  costPico: bigint;
};

/** Of one query: a few thousand rows where a team is large. */
const WINDOW_MS = 6 * 3_600_000;

/**
 * The hours of a range, in order. Each window is a query of its own, since a transaction would last as long as the
 * slowest reader: of a month that still runs, what comes meanwhile may be in the later hours.
 * @param range on UTC hours
 */
export async function* readUsage(db: Transaction, teamId: string, range: Range): AsyncGenerator<HourOfUsage> {
  for (let atMs = range.from.getTime(); atMs < range.to.getTime(); atMs += WINDOW_MS) {
    const to = new Date(Math.min(atMs + WINDOW_MS, range.to.getTime()));
    yield* (await findHours(db, teamId, { from: new Date(atMs), to })).map(readHour);
  }
}

type RawHour = Omit<HourOfUsage, "attempts" | "classes" | "costPico"> & Record<"attempts" | "costPico" | SumName, string>;
type SumName = (typeof SUMS)[PriceClass][number];

const SUMS = {
  input: ["inputUnits", "inputCost"],
  cachedInput: ["cachedInputUnits", "cachedInputCost"],
  cacheWrite5m: ["cacheWrite5mUnits", "cacheWrite5mCost"],
  cacheWrite1h: ["cacheWrite1hUnits", "cacheWrite1hCost"],
  output: ["outputUnits", "outputCost"],
  reasoning: ["reasoningUnits", "reasoningCost"],
  perRequest: ["requestUnits", "requestCost"],
} as const satisfies Record<PriceClass, readonly [units: string, cost: string]>;

function findHours(db: Transaction, teamId: string, { from, to }: Range): Promise<RawHour[]> {
  return db.$queryRaw<RawHour[]>`
    SELECT date_trunc('hour', bucket, 'UTC') AS hour, profile_version_id::text AS "profileVersionId", tier, endpoint_id::text AS "endpointId",
      endpoint, price_id::text AS "priceId", price_step AS "priceStep", list_price_id::text AS "listPriceId", list_price_step AS "listPriceStep",
      api_key_id::text AS "keyId", outcome, cause, basis, sum(attempts)::text AS attempts, sum(cost_pico)::text AS "costPico",
      sum(input_units)::text AS "inputUnits", sum(input_cost_pico)::text AS "inputCost",
      sum(cached_input_units)::text AS "cachedInputUnits", sum(cached_input_cost_pico)::text AS "cachedInputCost",
      sum(cache_write_5m_units)::text AS "cacheWrite5mUnits", sum(cache_write_5m_cost_pico)::text AS "cacheWrite5mCost",
      sum(cache_write_1h_units)::text AS "cacheWrite1hUnits", sum(cache_write_1h_cost_pico)::text AS "cacheWrite1hCost",
      sum(output_units)::text AS "outputUnits", sum(output_cost_pico)::text AS "outputCost",
      sum(reasoning_units)::text AS "reasoningUnits", sum(reasoning_cost_pico)::text AS "reasoningCost",
      sum(request_units)::text AS "requestUnits", sum(request_cost_pico)::text AS "requestCost"
    FROM attempt_rollups
    WHERE team_id = ${teamId}::uuid AND bucket >= ${from} AND bucket < ${to}
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
    ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13`;
}

function readHour(row: RawHour): HourOfUsage {
  const { hour, profileVersionId, tier, endpointId, endpoint, priceId, priceStep, listPriceId, listPriceStep, keyId, outcome, cause, basis } = row;
  const of = (name: PriceClass) => ({ units: BigInt(row[SUMS[name][0]]), costPico: BigInt(row[SUMS[name][1]]) });
  return {
    hour, profileVersionId, tier, endpointId, endpoint, priceId, priceStep, listPriceId, listPriceStep, keyId, outcome, cause, basis,
    attempts: Number(row.attempts),
    costPico: BigInt(row.costPico),
    classes: {
      input: of("input"), cachedInput: of("cachedInput"), cacheWrite5m: of("cacheWrite5m"), cacheWrite1h: of("cacheWrite1h"),
      output: of("output"), reasoning: of("reasoning"), perRequest: of("perRequest"),
    },
  };
}
