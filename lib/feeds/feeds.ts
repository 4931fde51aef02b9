import { type Member, operatorOf, requirePermission, writerOf } from "@/lib/accounts/member";
import { CatalogError } from "@/lib/catalog/catalog-error";
import { newId, recordChange } from "@/lib/catalog/record-change";
import { changeOf, removalOf, type Values } from "@/lib/core/change";
import { labelProblem } from "@/lib/core/name";
import type { Db } from "@/lib/db";
import { checkFeedUrl } from "./check-url";
import type { FetchLimits } from "./fetch-body";
import type { FeedKind } from "./kinds";
import { type FeedOutcome, readFeed } from "./read-feed";

const WHAT = "price feed";
const MAX_FEEDS = 20;
/** A feed that is read by itself is so within its hours, give or take how often the job comes. */
const SLACK_MS = 5 * 60_000;

export type NewFeed = { name: string; kind: FeedKind; url: string; /** 0 is by hand alone. */ everyHours: number };

/** Adds a feed to the member's team. @returns its id @throws NotAllowedError, CatalogError */
export async function addFeed(db: Db, member: Member, { name, kind, url, everyHours }: NewFeed, privateAllowed: boolean): Promise<string> {
  requirePermission(member, "change the catalog");
  const { teamId } = member;
  const fault = labelProblem(name);
  if (fault !== null) throw new CatalogError(`The name ${fault}`);
  const checked = checkFeedUrl(url, privateAllowed);
  if (checked.refused !== undefined) throw new CatalogError(`The address ${checked.refused}`);
  return db.$transaction(async (tx) => {
    if (await tx.priceFeed.findUnique({ where: { teamId_name: { teamId, name } } })) throw new CatalogError(`There is a feed ${name} already`);
    if ((await tx.priceFeed.count({ where: { teamId } })) >= MAX_FEEDS) throw new CatalogError(`A team has at most ${MAX_FEEDS} feeds`);
    const id = newId();
    const values = { name, kind, url: checked.url.href, everyHours };
    await tx.priceFeed.create({ data: { teamId, id, ...values } });
    await recordChange(tx, writerOf(member), changeOf(WHAT, name, null, values));
    return id;
  });
}

/** Removes a feed of the member's team, and what it proposed. The prices that it brought stay. @throws NotAllowedError, CatalogError */
export async function removeFeed(db: Db, member: Member, id: string): Promise<void> {
  requirePermission(member, "change the catalog");
  await db.$transaction(async (tx) => {
    const where = { teamId_id: { teamId: member.teamId, id } };
    const feed = await tx.priceFeed.findUnique({ where });
    if (feed === null) throw new CatalogError("There is no such feed any more");
    await tx.priceFeed.delete({ where });
    const values: Values = { name: feed.name, kind: feed.kind, url: feed.url, everyHours: feed.everyHours };
    await recordChange(tx, writerOf(member), removalOf(WHAT, feed.name, values));
  });
}

/** Reads a feed of the member's team at once. @throws NotAllowedError, CatalogError */
export async function readFeedNow(db: Db, member: Member, id: string, now: Date, limits: FetchLimits): Promise<FeedOutcome> {
  requirePermission(member, "change the catalog");
  const outcome = await readFeed(db, writerOf(member), id, now, limits);
  if (outcome === null) throw new CatalogError("There is no such feed any more");
  return outcome;
}

/** Reads every feed of every team whose time has come, one after the other. One that fails has its next turn like the others. */
export async function readDueFeeds(db: Db, now: Date, limits: FetchLimits): Promise<void> {
  const feeds = await db.priceFeed.findMany({ where: { everyHours: { gt: 0 } }, orderBy: { triedAt: { sort: "asc", nulls: "first" } } });
  for (const { teamId, id, everyHours, triedAt } of feeds) {
    limits.signal.throwIfAborted();
    const isDue = triedAt === null || now.getTime() - triedAt.getTime() >= everyHours * 3_600_000 - SLACK_MS;
    if (isDue) await readFeed(db, writerOf(operatorOf(teamId)), id, now, limits);
  }
}
