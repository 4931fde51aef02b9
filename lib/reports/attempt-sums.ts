import type { PriceClass } from "@/lib/core/price";
import { NIL_ID } from "@/lib/core/profile";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import type { Scope } from "./scope";
import { listStretches } from "./stretches";

/** What attempts that ended alike at one endpoint within one profile add up to in a range, by class. */
export type AttemptSum = {
  profileId: string;
  endpointId: string;
  endpoint: string;
  /** The best place that the endpoint had. */
  tier: number;
  priceStep: number;
  outcome: "served" | "failed" | "aborted";
  /** The empty string where nothing failed. */
  cause: string;
  basis: "reported" | "estimated" | "unknown";
  attempts: number;
  /** Known costs alone. */
  costPico: bigint;
  classes: Record<PriceClass, { units: bigint; costPico: bigint }>;
};

const COLUMNS = {
  input: "input",
  cachedInput: "cached_input",
  cacheWrite5m: "cache_write_5m",
  cacheWrite1h: "cache_write_1h",
  output: "output",
  reasoning: "reasoning",
  perRequest: "request",
} as const satisfies Record<PriceClass, string>;

const CLASSES = Object.keys(COLUMNS) as PriceClass[];
const SUMS = Prisma.raw(
  CLASSES.map((name) => `sum(r.${COLUMNS[name]}_units)::text AS "${name}Units", sum(r.${COLUMNS[name]}_cost_pico)::text AS "${name}Pico"`).join(", "),
);
const READ = Prisma.raw(
  ["team_id, profile_version_id, endpoint_id, endpoint, tier, price_step, outcome, cause, basis, attempts, cost_pico",
    ...CLASSES.map((name) => `${COLUMNS[name]}_units, ${COLUMNS[name]}_cost_pico`)].join(", "),
);

/** A scope's attempts by how they ended and by class: from the rollup of days where whole UTC days fit, else of quarter-hours. */
export async function listAttemptSums(db: Transaction, scope: Scope): Promise<AttemptSum[]> {
  const stretches = listStretches(scope.range, []);
  const rows = await db.$queryRaw<RawSum[]>`
    SELECT coalesce(v.profile_id, ${NIL_ID}::uuid)::text AS "profileId", r.endpoint_id::text AS "endpointId",
      max(r.endpoint) AS endpoint, min(r.tier) AS tier, r.price_step AS "priceStep", r.outcome, r.cause, r.basis,
      sum(r.attempts)::text AS attempts, sum(r.cost_pico)::text AS "costPico", ${SUMS}
    FROM (
      ${rollupIn("attempt_rollup_days", scope, stretches.filter(({ unit }) => unit === "day"))}
      UNION ALL
      ${rollupIn("attempt_rollups", scope, stretches.filter(({ unit }) => unit !== "day"))}
    ) r
    LEFT JOIN profile_versions v ON v.team_id = r.team_id AND v.id = r.profile_version_id
    GROUP BY 1, r.endpoint_id, r.price_step, r.outcome, r.cause, r.basis`;
  return rows.map(readSum);
}

/** Each stretch is a look-up of its own, for the reason that stands in sums.ts. */
function rollupIn(table: "attempt_rollups" | "attempt_rollup_days", { teamId, versionIds }: Scope, stretches: readonly { from: Date; to: Date }[]): Prisma.Sql {
  const isIncluded = versionIds === null ? Prisma.sql`TRUE` : Prisma.sql`s.profile_version_id = ANY(${versionIds}::uuid[])`;
  return Prisma.sql`
    SELECT found.* FROM unnest(
      ${stretches.map(({ from }) => from.toISOString())}::timestamptz[], ${stretches.map(({ to }) => to.toISOString())}::timestamptz[]
    ) AS stretch (start, stop)
    CROSS JOIN LATERAL (
      SELECT ${READ} FROM ${Prisma.raw(table)} s
      WHERE s.team_id = ${teamId}::uuid AND s.bucket >= stretch.start AND s.bucket < stretch.stop AND ${isIncluded}
      OFFSET 0
    ) found`;
}

type ClassColumn = `${PriceClass}${"Units" | "Pico"}`;
type RawSum = Omit<AttemptSum, "attempts" | "costPico" | "classes"> & Record<"attempts" | "costPico" | ClassColumn, string>;

function readSum(row: RawSum): AttemptSum {
  const { profileId, endpointId, endpoint, tier, priceStep, outcome, cause, basis } = row;
  const classes = Object.fromEntries(
    CLASSES.map((name) => [name, { units: BigInt(row[`${name}Units`]), costPico: BigInt(row[`${name}Pico`]) }]),
  ) as AttemptSum["classes"];
  return {
    profileId, endpointId, endpoint, tier, priceStep, outcome, cause, basis, classes,
    attempts: Number(row.attempts), costPico: BigInt(row.costPico),
  };
}
