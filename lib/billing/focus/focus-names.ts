import type { Range } from "@/lib/core/period";
import { type Price, type PriceClass, resolveStep } from "@/lib/core/price";
import { AD_HOC, NIL_ID } from "@/lib/core/profile";
import type { Transaction } from "@/lib/db";
import { listPrices } from "@/lib/reports/prices";
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

/** The same as plain data, by ids and slugs, so that it can be kept with a closed month. Unit prices by step and class, in pico-USD. */
export type NamesData = {
  team: { id: string; name: string };
  sellers: Record<string, Seller>;
  profiles: Record<string, { slug: string; version: number | null }>;
  keys: Record<string, string>;
  members: Record<string, { id: string; name: string | null }>;
  unitPrices: Record<string, Record<PriceClass, string>[]>;
};

/** Reads them once for a month: there are hundreds of them, whatever there are of rows. */
export async function readNamesData(db: Transaction, teamId: string, month: Range): Promise<NamesData> {
  const team = await db.team.findUniqueOrThrow({ where: { id: teamId }, select: { id: true, name: true } });
  const providers = await db.provider.findMany({ where: { teamId }, select: { slug: true, name: true, credential: { select: { billingAccount: true } } } });
  const versions = await db.profileVersion.findMany({ where: { teamId }, select: { id: true, version: true, profile: { select: { slug: true } } } });
  const keys = await db.apiKey.findMany({ where: { teamId }, select: { id: true, name: true } });
  const invoices = await db.invoice.findMany({
    where: { teamId, month: month.from.toISOString().slice(0, 7), acceptedAt: { not: null }, number: { not: "" } }, orderBy: { createdAt: "asc" }, select: { provider: true, number: true },
  });
  const owners = await listOwners(db, teamId, month);
  const users = await db.user.findMany({ where: { id: { in: owners.map(({ memberId }) => memberId) } }, select: { id: true, name: true } });
  const prices = await listPrices(db, teamId, await listListPriceIds(db, teamId, month));
  const numbers = new Map(invoices.map(({ provider, number }) => [provider, number]));
  const userNames = new Map(users.map(({ id, name }) => [id, name]));
  return {
    team,
    sellers: Object.fromEntries(providers.map(({ slug, name, credential }) => [slug, sellerOf(slug, name, credential?.billingAccount ?? null, numbers.get(slug) ?? null)])),
    profiles: Object.fromEntries(versions.map(({ id, version, profile }) => [id, { slug: profile.slug, version }])),
    keys: Object.fromEntries(keys.map(({ id, name }) => [id, name])),
    members: Object.fromEntries(owners.filter(({ memberId }) => memberId !== NIL_ID).map(({ keyId, memberId }) => [keyId, { id: memberId, name: userNames.get(memberId) ?? null }])),
    unitPrices: Object.fromEntries(prices.map(({ id, price }) => [id, listStepPrices(price)])),
  };
}

/** Names that were read, now or when a month was closed. */
export function namesOf({ team, sellers, profiles, keys, members, unitPrices }: NamesData): FocusNames {
  const sellersBySlug = new Map(Object.entries(sellers));
  return {
    team,
    seller: (slug) => sellersBySlug.get(slug) ?? sellerOf(slug, slug, null, null),
    profile: (id) => (id === NIL_ID ? { slug: AD_HOC, version: null } : (profiles[id] ?? { slug: id, version: null })),
    key: (id) => keys[id] ?? null,
    member: (keyId) => members[keyId] ?? null,
    listUnitPrice: (priceId, step, name) => {
      const pico = unitPrices[priceId]?.[step]?.[name];
      return pico === undefined ? null : BigInt(pico);
    },
  };
}

function sellerOf(slug: string, name: string, account: string | null, invoiceNumber: string | null): Seller {
  return { slug, name, billingAccountId: account === null ? slug : `${slug}:${account}`, billingAccountName: account, invoiceNumber };
}

function listStepPrices(price: Price): Record<PriceClass, string>[] {
  return [0, ...price.steps.map((_, index) => index + 1)].map((step) => {
    const { prices } = resolveStep(price, step);
    return Object.fromEntries(Object.entries(prices).map(([name, pico]) => [name, String(pico)])) as Record<PriceClass, string>;
  });
}

function listOwners(db: Transaction, teamId: string, { from, to }: Range): Promise<{ keyId: string; memberId: string }[]> {
  return db.$queryRaw<{ keyId: string; memberId: string }[]>`
    SELECT api_key_id::text AS "keyId", min(member_id::text) AS "memberId" FROM call_rollup_days
    WHERE team_id = ${teamId}::uuid AND bucket >= ${from} AND bucket < ${to} GROUP BY 1`;
}

async function listListPriceIds(db: Transaction, teamId: string, { from, to }: Range): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT list_price_id::text AS id FROM attempt_rollup_days
    WHERE team_id = ${teamId}::uuid AND bucket >= ${from} AND bucket < ${to} AND list_price_id <> ${NIL_ID}::uuid`;
  return rows.map(({ id }) => id);
}
