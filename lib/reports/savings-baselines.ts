import type { Db } from "@/lib/db";
import { type PriceInForce, readPriceInForce } from "./prices";

/** An endpoint that calls are held against in place of each profile's own baseline. */
export type PickedBaseline = {
  /** `provider/model` */
  name: string;
  /** Ascending by when they begin. */
  prices: PriceInForce[];
  /** Profile versions whose own baseline it is: what was recorded with their calls is exact. */
  recordedVersionIds: string[];
};

/** `provider/model` of the team's endpoints that ever had a price, by name. */
export async function listBaselineNames(db: Db, teamId: string): Promise<string[]> {
  const endpoints = await db.endpoint.findMany({
    where: { teamId, prices: { some: {} } },
    select: { model: true, provider: { select: { slug: true } } },
  });
  return endpoints.map(({ model, provider }) => `${provider.slug}/${model}`).sort();
}

/** The dated prices of every endpoint that is or was the baseline of a profile, ascending, by the endpoint's id. */
export async function listOwnBaselinePrices(db: Db, teamId: string): Promise<Map<string, PriceInForce[]>> {
  const endpoints = await db.endpoint.findMany({
    where: { teamId, baselineOf: { some: {} } },
    include: { prices: { include: { steps: true }, orderBy: { validFrom: "asc" } } },
  });
  return new Map(endpoints.map(({ id, prices }) => [id, prices.map(readPriceInForce)]));
}

/** Null when the team has no such endpoint, or it never had a price. @param name `provider/model` */
export async function findBaseline(db: Db, teamId: string, name: string): Promise<PickedBaseline | null> {
  const slash = name.indexOf("/");
  const endpoint = await db.endpoint.findFirst({
    where: { teamId, model: name.slice(slash + 1), provider: { slug: name.slice(0, slash) } },
    include: { prices: { include: { steps: true }, orderBy: { validFrom: "asc" } } },
  });
  if (slash < 0 || !endpoint || endpoint.prices.length === 0) return null;
  const versions = await db.profileVersion.findMany({ where: { teamId, baselineEndpointId: endpoint.id }, select: { id: true } });
  return {
    name,
    prices: endpoint.prices.map(readPriceInForce),
    recordedVersionIds: versions.map(({ id }) => id),
  };
}
