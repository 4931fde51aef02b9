import { describePrice, upsertPrice } from "@/lib/catalog/prices";
import { lockCatalog, newId } from "@/lib/catalog/record-change";
import type { Writer } from "@/lib/core/change";
import type { Price } from "@/lib/core/price";
import { priceFromRow } from "@/lib/core/price-row";
import type { Db, Transaction } from "@/lib/db";
import { FeedError } from "./feed-error";
import type { FeedContent, FeedPrice } from "./feed-price";
import { fetchFeed } from "./fetch-feed";
import type { FetchLimits } from "./fetch-body";
import { judge, textOf } from "./judge";
import type { FeedKind } from "./kinds";
import { type FeedEndpoint, matchEndpoints } from "./match";
import { parseReading, type Reading } from "./reading";
import { storePrice } from "./stored-price";

type Feed = { teamId: string; id: string; name: string; kind: string; url: string; lastReading: unknown };
type PricedEndpoint = FeedEndpoint & { listed: Price | null };
export type FeedOutcome = { reading: Reading } | { problem: string };

/**
 * Reads a feed and makes its changes those of the list prices, all in one transaction. One that cannot be read whole
 * changes nothing: the feed keeps why, and the prices stand.
 * @returns null when the team has no such feed any more
 */
export async function readFeed(db: Db, writer: Writer, feedId: string, now: Date, limits: FetchLimits): Promise<FeedOutcome | null> {
  const { teamId } = writer;
  const where = { teamId_id: { teamId, id: feedId } };
  const feed = await db.priceFeed.findUnique({ where });
  if (feed === null) return null;
  const models = await db.endpoint.findMany({ where: { teamId }, select: { model: true }, distinct: ["model"] });
  let content: FeedContent;
  try {
    content = await fetchFeed({ kind: feed.kind as FeedKind, url: feed.url }, models.map(({ model }) => model), limits);
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    await db.priceFeed.updateMany({ where: { teamId, id: feedId }, data: { triedAt: now, problem: error.message } });
    return { problem: error.message };
  }
  return db.$transaction(async (tx) => {
    await lockCatalog(tx, teamId);
    // Another may have read it meanwhile.
    const latest = await tx.priceFeed.findUnique({ where });
    if (latest === null) return null;
    const reading = await takeOver(tx, writer, latest, content, now);
    await tx.priceFeed.update({ where, data: { triedAt: now, readAt: now, problem: "", lastReading: reading } });
    return { reading };
  }, { timeout: 60_000 });
}

async function takeOver(tx: Transaction, writer: Writer, feed: Feed, { prices, unread }: FeedContent, now: Date): Promise<Reading> {
  const endpoints = await listEndpoints(tx, writer.teamId);
  const { said, ambiguous } = matchEndpoints(endpoints, prices);
  const last = parseReading(feed.lastReading);
  const before = last?.said ?? {};
  const reading: Reading = { prices: prices.length, unread, matched: said.size, ambiguous: ambiguous.map(({ name }) => name), changes: [], proposed: 0, said: { ...before }, confirmed: { ...last?.confirmed } };
  for (const endpoint of endpoints) {
    const price = said.get(endpoint.id);
    if (!price) continue;
    // What it brought or agrees with is right, as long as it says so.
    if (judge(endpoint.listed, price.said).kind === "same") reading.confirmed[endpoint.id] = now.toISOString();
    if (before[endpoint.id] === textOf(price.said)) continue;
    reading.said[endpoint.id] = textOf(price.said);
    await takePrice(tx, writer, feed, endpoint, price, reading, now);
  }
  return reading;
}

/** One that the feed has not said before. */
async function takePrice(tx: Transaction, writer: Writer, feed: Feed, endpoint: PricedEndpoint, { said }: FeedPrice, reading: Reading, now: Date): Promise<void> {
  const { teamId } = writer;
  const of = { teamId, feedId: feed.id, endpointId: endpoint.id };
  await tx.priceProposal.updateMany({ where: { ...of, approved: null, lapsed: false }, data: { lapsed: true } });
  const verdict = judge(endpoint.listed, said);
  const source = `${feed.name}, ${now.toISOString().slice(0, 10)}`;
  if (verdict.kind === "propose") {
    const { price, reason } = verdict;
    await tx.priceProposal.create({ data: { ...of, id: newId(), price: storePrice(price, textOf(said)), source, reason } });
    reading.proposed += 1;
  } else if (verdict.kind === "change") {
    const notes = verdict.notes.length > 0 ? ` (${verdict.notes.join(", ")})` : "";
    await upsertPrice(tx, writer, endpoint, { price: verdict.price, source: `${source}${notes}`.slice(0, 200), now });
    reading.changes.push({ endpoint: endpoint.name, endpointId: endpoint.id, before: endpoint.listed && wordsOf(endpoint.listed), after: wordsOf(verdict.price) });
  }
}

/** With the last list price of each: one that was set a minute ago is not in force yet. */
async function listEndpoints(tx: Transaction, teamId: string): Promise<PricedEndpoint[]> {
  const rows = await tx.endpoint.findMany({
    where: { teamId },
    include: { provider: true, prices: { where: { kind: "list" }, orderBy: { validFrom: "desc" }, take: 1, include: { steps: true } } },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id, model, upstreamModel, quantization, provider: { slug, name, baseUrl }, prices: [listed] }) => ({
    id, name: `${slug}/${model}`, model, upstreamModel, quantization, provider: { slug, name, baseUrl }, listed: listed ? priceFromRow(listed) : null,
  }));
}

function wordsOf(price: Price): string {
  return Object.entries(describePrice(price)).map(([name, value]) => (Array.isArray(value) ? value.join("; ") : `${name} ${String(value)}`)).join(", ");
}
