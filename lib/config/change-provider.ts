import { setBillingAccount, setCredential } from "@/lib/accounts/credentials";
import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import type { InstallationSecret } from "@/lib/accounts/secret";
import { CatalogError } from "@/lib/catalog/catalog-error";
import { describeProvider, upsertProvider } from "@/lib/catalog/providers";
import { lockCatalog } from "@/lib/catalog/record-change";
import type { Values } from "@/lib/core/change";
import type { Db } from "@/lib/db";
import type { ConfigProvider } from "./schema";
import { markOf, requireUnchanged } from "./stale-change";

type ProviderRow = Parameters<typeof describeProvider>[0] & { credential: { id: string; billingAccount: string | null } | null };

export const NO_CREDENTIAL = "A billing account goes with an API key, and this provider has none: give it too";

type Terms = {
  /** `markOfProvider` of what the person saw; empty for a new provider. */
  read: string;
  /** Whether the operator lets this installation call loopback and private addresses. */
  allowPrivate: boolean;
};

export function markOfProvider(row: ProviderRow | null): string {
  return markOf(row && stateOf(row));
}

/**
 * Creates or changes a provider of the member's team, and its credential when one is given, all of it or nothing.
 * @returns its id
 * @throws NotAllowedError, CatalogError (StaleChangeError when it changed meanwhile)
 */
export async function saveProvider(
  db: Db,
  secret: InstallationSecret,
  member: Member,
  given: ConfigProvider,
  { read, allowPrivate }: Terms,
): Promise<string> {
  requirePermission(member, "change the catalog");
  const { teamId } = member;
  const { slug, name = slug, dialect, baseUrl, credential, billingAccount = null, failureDomain = null } = given;
  return db.$transaction(async (tx) => {
    await lockCatalog(tx, teamId);
    const former = await tx.provider.findUnique({
      where: { teamId_slug: { teamId, slug } },
      include: { credential: { select: { id: true, billingAccount: true } } },
    });
    requireUnchanged(`The provider ${slug}`, read, former && stateOf(former));
    // The operator's word on a private address holds for that address alone.
    const privateAllowed = allowPrivate || (former !== null && former.privateAllowed && isSameOrigin(former.baseUrl, baseUrl));
    const input = { slug, name, dialect, baseUrl, privateAllowed, failureDomain };
    const saved = await upsertProvider(tx, writerOf(member), input, credential !== undefined);
    if (credential !== undefined) await setCredential(tx, secret, writerOf(member), saved, credential);
    const billed = await setBillingAccount(tx, writerOf(member), saved, billingAccount);
    if (billed === null && billingAccount !== null) throw new CatalogError(NO_CREDENTIAL);
    return saved.id;
  });
}

/** A new credential is a row of its own, so its id says whether it is still the one that was there. */
function stateOf(row: ProviderRow): Values {
  return { ...describeProvider(row), credential: row.credential?.id ?? null, billingAccount: row.credential?.billingAccount ?? null };
}

function isSameOrigin(before: string, after: string): boolean {
  return URL.canParse(after) && new URL(before).origin === new URL(after).origin;
}
