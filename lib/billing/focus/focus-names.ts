import type { Range } from "@/lib/core/period";
import { type PriceClass, resolveStep } from "@/lib/core/price";
import { AD_HOC, NIL_ID } from "@/lib/core/profile";
import type { Db } from "@/lib/db";
import { listPrices, type PriceInForce } from "@/lib/reports/prices";
import type { Seller } from "./charge";

/** What the ids of the ledger are called, and whom providers bill. */
export type FocusNames = {
  team: { id: string; name: string };
  seller(slug: string): Seller;
  profile(versionId: string): { slug: string; version: number | null };
  key(id: string): string | null;
  /** The key's owner, as calls of the month name them. */
  member(keyId: string): { id: string; name: string | null } | null;
  /** Pico-USD; null where the applied price is the list price. */
  listUnitPrice(priceId: string, step: number, name: PriceClass): bigint | null;
};

/** Reads them once for a month: there are hundreds of them, whatever there are of rows. */
export async function readFocusNames(db: Db, teamId: string, month: Range): Promise<FocusNames> {
  const [team, providers, versions, keys, owners, listIds, invoices] = await Promise.all([
    db.team.findUniqueOrThrow({ where: { id: teamId }, select: { id: true, name: true } }),
    db.provider.findMany({ where: { teamId }, select: { slug: true, name: true, credential: { select: { billingAccount: true } } } }),
    db.profileVersion.findMany({ where: { teamId }, select: { id: true, version: true, profile: { select: { slug: true } } } }),
    db.apiKey.findMany({ where: { teamId }, select: { id: true, name: true } }),
    listOwners(db, teamId, month),
    listListPriceIds(db, teamId, month),
    db.invoice.findMany({ where: { teamId, month: month.from.toISOString().slice(0, 7), acceptedAt: { not: null }, number: { not: "" } }, orderBy: { createdAt: "asc" }, select: { provider: true, number: true } }),
  ]);
  const users = await db.user.findMany({ where: { id: { in: [...owners.values()] } }, select: { id: true, name: true } });
  const prices = new Map((await listPrices(db, teamId, listIds)).map((price): [string, PriceInForce] => [price.id, price]));
  const numbers = new Map(invoices.map(({ provider, number }) => [provider, number]));
  const sellerOf = (slug: string, name: string, account: string | null): Seller => ({
    slug, name,
    billingAccountId: account === null ? slug : `${slug}:${account}`,
    billingAccountName: account,
    invoiceNumber: numbers.get(slug) ?? null,
  });
  const sellers = new Map(providers.map(({ slug, name, credential }) => [slug, sellerOf(slug, name, credential?.billingAccount ?? null)]));
  const profiles = new Map(versions.map(({ id, version, profile }) => [id, { slug: profile.slug, version }]));
  const keyNames = new Map(keys.map(({ id, name }) => [id, name]));
  const userNames = new Map(users.map(({ id, name }) => [id, name]));
  return {
    team,
    seller: (slug) => sellers.get(slug) ?? sellerOf(slug, slug, null),
    profile: (id) => (id === NIL_ID ? { slug: AD_HOC, version: null } : (profiles.get(id) ?? { slug: id, version: null })),
    key: (id) => keyNames.get(id) ?? null,
    member: (keyId) => {
      const id = owners.get(keyId);
      return id === undefined || id === NIL_ID ? null : { id, name: userNames.get(id) ?? null };
    },
    listUnitPrice: (priceId, step, name) => {
      const price = prices.get(priceId);
      return price ? resolveStep(price.price, step).prices[name] : null;
    },
  };
}

async function listOwners(db: Db, teamId: string, { from, to }: Range): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ keyId: string; memberId: string }[]>`
    SELECT api_key_id::text AS "keyId", min(member_id::text) AS "memberId" FROM call_rollup_days
    WHERE team_id = ${teamId}::uuid AND bucket >= ${from} AND bucket < ${to} GROUP BY 1`;
  return new Map(rows.map(({ keyId, memberId }) => [keyId, memberId]));
}

async function listListPriceIds(db: Db, teamId: string, { from, to }: Range): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT list_price_id::text AS id FROM attempt_rollup_days
    WHERE team_id = ${teamId}::uuid AND bucket >= ${from} AND bucket < ${to} AND list_price_id <> ${NIL_ID}::uuid`;
  return rows.map(({ id }) => id);
}
