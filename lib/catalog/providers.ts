import { type Change, changeOf, type Values, type Writer } from "@/lib/core/change";
import type { Transaction } from "@/lib/db";
import type { Dialect } from "@/prisma/generated/enums";
import { CatalogError } from "./catalog-error";
import { newId, recordChange } from "./record-change";
import { checkBaseUrl } from "./upstream-address";

export type ProviderInput = {
  slug: string;
  name: string;
  dialect: Dialect;
  baseUrl: string;
  /** Whether it may lead to loopback and private addresses: by the operator's word only. */
  privateAllowed: boolean;
  /** What fails together with it; null: nobody else does. */
  failureDomain?: string | null;
};

export type SavedProvider = { id: string; slug: string; baseUrl: string; change: Change };

/**
 * Creates or updates the team's provider of this slug.
 * @param renewsCredential whether the caller sets the credential again in the same transaction: without that, a
 *   provider that has one keeps its scheme, host and port, since a stored secret never goes to another address
 * @throws CatalogError
 */
export async function upsertProvider(
  tx: Transaction,
  writer: Writer,
  input: ProviderInput,
  renewsCredential: boolean,
): Promise<SavedProvider> {
  const { slug, name, dialect, privateAllowed, failureDomain = null } = input;
  const checked = checkBaseUrl(input.baseUrl, privateAllowed);
  if (checked.refused !== undefined) throw new CatalogError(`The base URL ${checked.refused}`);
  const values = { name, dialect, baseUrl: checked.baseUrl, privateAllowed, failureDomain };
  const where = { teamId_slug: { teamId: writer.teamId, slug } };
  const former = await tx.provider.findUnique({ where, include: { credential: { select: { id: true } } } });
  if (former?.credential && !renewsCredential) requireSameOrigin(former.baseUrl, checked.baseUrl);

  const change = changeOf("provider", slug, former && describeProvider(former), values);
  const id = former?.id ?? newId();
  if (change.kind === "created") await tx.provider.create({ data: { teamId: writer.teamId, id, slug, ...values } });
  if (change.kind === "updated") await tx.provider.update({ where, data: values });
  return { id, slug, baseUrl: checked.baseUrl, change: await recordChange(tx, writer, change) };
}

/** What can be changed of a provider, as the audit log has it. */
export function describeProvider(row: Omit<ProviderInput, "slug" | "failureDomain"> & { failureDomain: string | null }): Values {
  const { name, dialect, baseUrl, privateAllowed, failureDomain } = row;
  return { name, dialect, baseUrl, privateAllowed, failureDomain };
}

function requireSameOrigin(before: string, after: string): void {
  const [from, to] = [new URL(before).origin, new URL(after).origin];
  if (from === to) return;
  throw new CatalogError(
    `The base URL moves from ${from} to ${to}, and the stored credential was given for ${from} only: give it again`,
  );
}

/** The ids of the team's providers by slug. */
export async function listProviderIds(tx: Transaction, teamId: string): Promise<Map<string, string>> {
  const rows = await tx.provider.findMany({ where: { teamId }, select: { id: true, slug: true } });
  return new Map(rows.map(({ id, slug }) => [slug, id]));
}
