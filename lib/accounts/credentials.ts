import { type Change, changeOf, type Writer } from "@/lib/core/change";
import type { Transaction } from "@/lib/db";
import { newId, recordChange } from "./audit";
import { openCredential, type OpenedCredential, sealCredential, type SealedCredential } from "./credential";
import { type InstallationSecret, SecretError } from "./secret";

type Provider = { id: string; slug: string; baseUrl: string };

/**
 * Sets our secret at a provider, sealed for its base URL. The same secret at the same place is left as it is.
 * What is said of it is its last four characters, and only where they give little away.
 */
export async function setCredential(
  tx: Transaction,
  secret: InstallationSecret,
  writer: Writer,
  provider: Provider,
  value: string,
): Promise<Change> {
  const { teamId } = writer;
  const last4 = value.length >= 16 ? value.slice(-4) : "";
  const former = await tx.credential.findUnique({ where: { teamId_providerId: { teamId, providerId: provider.id } } });
  if (former !== null) {
    const opened = openCredential(secret, placeOf(teamId, former.id, provider), former);
    const values = { last4, origin: new URL(provider.baseUrl).origin };
    if ("value" in opened && opened.value === value) return changeOf("credential", provider.slug, values, values);
  }
  // A row of its own for every secret: its id is bound into the ciphertext.
  await tx.credential.deleteMany({ where: { teamId, providerId: provider.id } });
  const id = newId();
  const sealed = sealCredential(secret, placeOf(teamId, id, provider), value);
  // Another secret is mostly of the same account.
  const billingAccount = former?.billingAccount ?? null;
  await tx.credential.create({ data: { teamId, id, providerId: provider.id, last4, billingAccount, ...toRow(sealed) } });
  const change: Change = {
    kind: former === null ? "created" : "updated",
    what: "credential",
    name: provider.slug,
    before: former && { last4: former.last4 },
    after: { last4 },
  };
  await recordChange(tx, writer, change);
  return change;
}

/**
 * Sets whom the provider bills for what is used with its credential; null for nobody in particular.
 * @returns null where the provider has no credential, so that there is nothing to say it of
 */
export async function setBillingAccount(tx: Transaction, writer: Writer, provider: Omit<Provider, "baseUrl">, billingAccount: string | null): Promise<Change | null> {
  const where = { teamId_providerId: { teamId: writer.teamId, providerId: provider.id } };
  const former = await tx.credential.findUnique({ where, select: { billingAccount: true } });
  if (former === null) return null;
  const change = changeOf("credential", provider.slug, former, { billingAccount });
  if (change.kind === "updated") await tx.credential.update({ where, data: { billingAccount } });
  await recordChange(tx, writer, change);
  return change;
}

/** The secret at every provider of every team by the provider's id, or why it cannot be used. */
export async function loadCredentials(
  db: Transaction,
  secret: InstallationSecret,
): Promise<Map<string, OpenedCredential>> {
  const rows = await db.credential.findMany({ include: { provider: { select: { id: true, slug: true, baseUrl: true } } } });
  return new Map(
    rows.map((row) => [row.providerId, openCredential(secret, placeOf(row.teamId, row.id, row.provider), row)]),
  );
}

/** What people may know of a credential. */
export type CredentialState = {
  /** The last characters, empty where they would give much away. */
  last4: string;
  since: Date;
  /** Why it cannot be used, in words; null when it can. */
  problem: string | null;
};

/** The state of the credential at each of a team's providers, by the provider's id. Their secrets stay here. */
export async function listCredentialStates(db: Transaction, secret: InstallationSecret, teamId: string): Promise<Map<string, CredentialState>> {
  const rows = await db.credential.findMany({ where: { teamId }, include: { provider: { select: { id: true, baseUrl: true } } } });
  return new Map(rows.map((row) => {
    const opened = openCredential(secret, placeOf(teamId, row.id, row.provider), row);
    return [row.providerId, { last4: row.last4, since: row.createdAt, problem: "problem" in opened ? opened.problem : null }];
  }));
}

/**
 * Finds a lost or exchanged secret at the start, in place of keys that nobody knows and credentials that do not open.
 * @throws SecretError when credentials are stored, and none of them was sealed with this secret
 */
export async function checkSecret(db: Transaction, { credentialKeyId }: InstallationSecret): Promise<void> {
  const rows = await db.credential.findMany({ distinct: ["keyId"], select: { keyId: true } });
  const known = rows.map(({ keyId }) => keyId);
  if (known.length === 0 || known.includes(credentialKeyId)) return;
  throw new SecretError(
    `This installation's secret (key ${credentialKeyId}) is not the one that its database was written with ` +
      `(key ${known.join(", ")}): restore ROUTELEDGER_SECRET or the file \`secret\` of the data folder`,
  );
}

function placeOf(teamId: string, credentialId: string, { id, baseUrl }: Omit<Provider, "slug">) {
  return { teamId, providerId: id, credentialId, baseUrl };
}

function toRow({ keyId, nonce, ciphertext, tag }: SealedCredential) {
  return { keyId, nonce: Buffer.from(nonce), ciphertext: Buffer.from(ciphertext), tag: Buffer.from(tag) };
}
