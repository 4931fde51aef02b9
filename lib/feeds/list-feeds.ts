import { findListPriceInForce, type Price } from "@/lib/core/price";
import type { Db } from "@/lib/db";
import { readPriceInForce } from "@/lib/reports/prices";
import { isOld } from "./kinds";
import { parseReading, type Reading } from "./reading";
import { parseStoredPrice, type StoredPrice } from "./stored-price";

export type ListedFeed = {
  id: string; name: string; kind: string; url: string; everyHours: number;
  triedAt: Date | null; readAt: Date | null;
  /** Why the last attempt to read it failed; empty when it did not. */
  problem: string;
  isOld: boolean;
  reading: Reading | null;
};

export type WaitingProposal = { id: string; endpointId: string; providerId: string; endpoint: string; feed: string; reason: string; createdAt: Date; /** The list price now; null is unknown. */ before: Price | null; after: StoredPrice };

/** A team's feeds by name. */
export async function listFeeds(db: Db, teamId: string, now: Date): Promise<ListedFeed[]> {
  const feeds = await db.priceFeed.findMany({ where: { teamId }, orderBy: { name: "asc" } });
  return feeds.map(({ id, name, kind, url, everyHours, triedAt, readAt, problem, createdAt, lastReading }) => ({
    id, name, kind, url, everyHours, triedAt, readAt, problem, isOld: isOld({ everyHours, readAt, createdAt }, now), reading: parseReading(lastReading),
  }));
}

/** What waits for somebody to decide, the oldest first. */
export async function listProposals(db: Db, teamId: string, now: Date): Promise<WaitingProposal[]> {
  const waiting = await db.priceProposal.findMany({ where: { teamId, approved: null, lapsed: false }, include: { feed: true }, orderBy: { id: "asc" } });
  const endpoints = await db.endpoint.findMany({
    where: { teamId, id: { in: waiting.map(({ endpointId }) => endpointId) } },
    include: { provider: { select: { slug: true } }, prices: { where: { kind: "list" }, include: { steps: true } } },
  });
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  return waiting.flatMap(({ id, endpointId, feed, reason, createdAt, price }) => {
    const endpoint = byId.get(endpointId);
    if (!endpoint) return [];
    const before = findListPriceInForce(endpoint.prices.map(readPriceInForce), now)?.price ?? null;
    return [{ id, endpointId, providerId: endpoint.providerId, endpoint: `${endpoint.provider.slug}/${endpoint.model}`, feed: feed.name, reason, createdAt, before, after: parseStoredPrice(price) }];
  });
}

/** For a line on another page: how many proposals wait, and the names of feeds that are old or could not be read. */
export async function getFeedState(db: Db, teamId: string, now: Date): Promise<{ waiting: number; troubled: string[] }> {
  const [waiting, feeds] = await Promise.all([db.priceProposal.count({ where: { teamId, approved: null, lapsed: false } }), listFeeds(db, teamId, now)]);
  return { waiting, troubled: feeds.filter((feed) => feed.isOld || feed.problem !== "").map(({ name }) => name) };
}
