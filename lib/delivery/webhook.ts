import { createHmac, randomBytes } from "node:crypto";

const SECRET_PREFIX = "whsec_";
const SECRET_BYTES = 32;

/** A new key for a webhook, in the form of Standard Webhooks. */
export function createWebhookSecret(): string {
  return SECRET_PREFIX + randomBytes(SECRET_BYTES).toString("base64");
}

/**
 * The headers that let a receiver know who sent a body and when, as Standard Webhooks has them
 * (https://www.standardwebhooks.com): HMAC-SHA-256 over `id.timestamp.body`.
 * @param id the same for every attempt of one message, so that a receiver can leave out what it has seen
 */
export function signWebhook({ id, at, body, secret }: { id: string; at: Date; body: string; secret: string }): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "content-type": "application/json", "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}

/** What is told of a message, whoever the receiver is. */
export type Told = { id: string; team: string; kind: string; subject: string; text: string; payload: object; createdAt: Date };

/** The body of a webhook: `type` and `timestamp` as Standard Webhooks has them, and the message in `data`. */
export function formatWebhook({ id, team, kind, subject, text, payload, createdAt }: Told): string {
  return JSON.stringify({ type: kind, timestamp: createdAt.toISOString(), data: { id, team, subject, text, ...payload } });
}
