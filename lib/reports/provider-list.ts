import type { Db } from "@/lib/db";
import type { Dialect } from "@/prisma/generated/enums";
import { type PriceInForce, readPriceInForce } from "./prices";

export type ListedEndpoint = {
  id: string;
  /** `provider/model` */
  name: string;
  model: string;
  upstreamModel: string;
  contextTokens: number | null;
  maxOutputTokens: number | null;
  /** How coarsely its weights are kept, such as `fp8`; null where nobody said. */
  quantization: string | null;
  /** Lists of names as they are stored; null where nobody said. */
  parameters: unknown;
  inputs: unknown;
  failureDomain: string | null;
  /** All of them, of both kinds, earliest first. */
  prices: PriceInForce[];
};

export type ListedProvider = {
  id: string;
  slug: string;
  name: string;
  dialect: Dialect;
  baseUrl: string;
  privateAllowed: boolean;
  failureDomain: string | null;
  credential: { id: string; billingAccount: string | null } | null;
  endpoints: ListedEndpoint[];
};

/** A team's providers by name, each with its endpoints by model and every price that they ever had. */
export async function listProviders(db: Db, teamId: string): Promise<ListedProvider[]> {
  const providers = await db.provider.findMany({
    where: { teamId },
    orderBy: [{ name: "asc" }, { slug: "asc" }],
    include: {
      credential: { select: { id: true, billingAccount: true } },
      endpoints: { orderBy: { model: "asc" }, include: { prices: { include: { steps: true }, orderBy: { validFrom: "asc" } } } },
    },
  });
  return providers.map(({ endpoints, ...provider }) => ({
    ...provider,
    endpoints: endpoints.map(({ prices, ...endpoint }) => ({
      ...endpoint,
      name: `${provider.slug}/${endpoint.model}`,
      prices: prices.map(readPriceInForce),
    })),
  }));
}

/** Starts of the quarter-hours of an endpoint's last calls; null for none in the time that was looked at. */
export type LastSeen = { success: Date | null; failure: Date | null };

/** How far back `listLastSeen` looks. */
export const LAST_SEEN_DAYS = 30;
const DAY_MS = 24 * 3_600_000;
/** Clocks of several gateways are never quite the same. */
const AHEAD_MS = 3_600_000;

/** The last served and the last failed attempt of each endpoint, by its id: first the day, then the quarter-hour in it. */
export async function listLastSeen(db: Db, teamId: string, now: Date): Promise<Map<string, LastSeen>> {
  const [from, to] = [new Date(now.getTime() - LAST_SEEN_DAYS * DAY_MS), new Date(now.getTime() + AHEAD_MS)];
  const rows = await db.$queryRaw<{ endpointId: string; outcome: string; at: Date | null }[]>`
    SELECT days.endpoint_id::text AS "endpointId", days.outcome, latest.bucket AS at
    FROM (
      SELECT endpoint_id, outcome, max(bucket) AS day FROM attempt_rollup_days
      WHERE team_id = ${teamId}::uuid AND bucket >= ${from} AND bucket < ${to} AND outcome IN ('served', 'failed')
      GROUP BY 1, 2
    ) days
    CROSS JOIN LATERAL (
      SELECT max(r.bucket) AS bucket FROM attempt_rollups r
      WHERE r.team_id = ${teamId}::uuid AND r.bucket >= days.day AND r.bucket < days.day + interval '1 day'
        AND r.endpoint_id = days.endpoint_id AND r.outcome = days.outcome
    ) latest`;
  const seen = new Map<string, LastSeen>();
  for (const { endpointId, outcome, at } of rows) {
    const known = seen.get(endpointId) ?? { success: null, failure: null };
    seen.set(endpointId, outcome === "served" ? { ...known, success: at } : { ...known, failure: at });
  }
  return seen;
}
