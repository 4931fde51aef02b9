import { AccountError } from "@/lib/accounts/account-error";
import { newId, recordChange } from "@/lib/accounts/audit";
import { openCredential, sealCredential } from "@/lib/accounts/credential";
import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import type { InstallationSecret } from "@/lib/accounts/secret";
import { checkHookUrl } from "@/lib/catalog/upstream-address";
import { changeOf } from "@/lib/core/change";
import type { Db } from "@/lib/db";
import { createWebhookSecret } from "./webhook";

export const CHANNEL_KINDS = ["webhook", "slack"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

export type ListedChannel = { id: string; name: string; kind: string; origin: string; createdAt: Date };

/** `secret` is what a webhook's messages are signed with, to be shown once; Slack's need none. */
export type CreatedChannel = { id: string; secret: string | null };

/** The address of a channel, and the key that signs what goes there. */
export type OpenedChannel = { url: string; secret: string | null } | { problem: string };

type Keys = Pick<InstallationSecret, "credentialKey" | "credentialKeyId">;

/**
 * Adds a channel to the acting member's team.
 * @param privateAllowed whether its address may lead to loopback and private addresses
 * @throws NotAllowedError, AccountError for an address that may not be used
 */
export async function createChannel(
  db: Db,
  keys: Keys,
  acting: Member,
  input: { name: string; kind: ChannelKind; url: string; privateAllowed: boolean },
): Promise<CreatedChannel> {
  requirePermission(acting, "manage alerts");
  const checked = checkHookUrl(input.url, input.privateAllowed);
  if ("refused" in checked) throw new AccountError(`The address ${checked.refused}`);
  const { teamId } = acting;
  const { name, kind } = input;
  const [id, origin] = [newId(), new URL(checked.url).origin];
  const secret = kind === "webhook" ? createWebhookSecret() : null;
  const { keyId, nonce, ciphertext, tag } = sealCredential(keys, placeOf(teamId, id, origin), JSON.stringify({ url: checked.url, secret }));
  await db.$transaction(async (tx) => {
    await tx.channel.create({
      data: { teamId, id, name, kind, origin, keyId, nonce: Buffer.from(nonce), ciphertext: Buffer.from(ciphertext), tag: Buffer.from(tag) },
    });
    await recordChange(tx, writerOf(acting), changeOf("channel", name, null, { kind, origin, state: "active" }));
  });
  return { id, secret };
}

/**
 * Ends a channel for good. What still waits for it is given up.
 * @throws NotAllowedError, AccountError when the team has no such channel
 */
export async function revokeChannel(db: Db, acting: Member, id: string, now: Date): Promise<void> {
  requirePermission(acting, "manage alerts");
  const { teamId } = acting;
  await db.$transaction(async (tx) => {
    const channel = await tx.channel.findUnique({ where: { teamId_id: { teamId, id } }, select: { name: true, kind: true, origin: true, revokedAt: true } });
    if (channel === null || channel.revokedAt !== null) throw new AccountError("The team has no such channel any more");
    await tx.channel.update({ where: { teamId_id: { teamId, id } }, data: { revokedAt: now } });
    const { name, ...values } = { name: channel.name, kind: channel.kind, origin: channel.origin };
    await recordChange(tx, writerOf(acting), changeOf("channel", name, { ...values, state: "active" }, { ...values, state: "revoked" }));
  });
}

/** The team's channels that are not revoked, by name. Their addresses and keys stay here. */
export async function listChannels(db: Db, teamId: string): Promise<ListedChannel[]> {
  return db.channel.findMany({
    where: { teamId, revokedAt: null },
    select: { id: true, name: true, kind: true, origin: true, createdAt: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
}

type Sealed = { teamId: string; id: string; origin: string; keyId: string; nonce: Uint8Array; ciphertext: Uint8Array; tag: Uint8Array };

/** Never throws: a channel that does not open is told of, and no other is held up. */
export function openChannel(keys: Keys, row: Sealed): OpenedChannel {
  const opened = openCredential(keys, placeOf(row.teamId, row.id, row.origin), row);
  return "problem" in opened ? opened : (JSON.parse(opened.value) as { url: string; secret: string | null });
}

function placeOf(teamId: string, id: string, origin: string) {
  return { teamId, providerId: "channel", credentialId: id, baseUrl: origin };
}
