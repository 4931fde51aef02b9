/**
 * As a receiver would do it by the words of Standard Webhooks, with Web Crypto and none of our own code.
 * @returns whether the body came from who has the secret, within five minutes of `nowMs`
 */
export async function verifyWebhook(secret: string, headers: Record<string, string | undefined>, body: string, nowMs: number): Promise<boolean> {
  const { "webhook-id": id = "", "webhook-timestamp": timestamp = "", "webhook-signature": signatures = "" } = headers;
  if (!/^\d+$/.test(timestamp) || Math.abs(nowMs / 1000 - Number(timestamp)) > 300) return false;
  const raw = Uint8Array.from(atob(secret.replace(/^whsec_/, "")), (character) => character.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  const signed = new TextEncoder().encode([id, timestamp, body].join("."));
  for (const each of signatures.split(" ")) {
    const [version, given = ""] = each.split(",");
    if (version !== "v1") continue;
    const bytes = Uint8Array.from(atob(given), (character) => character.charCodeAt(0));
    if (await crypto.subtle.verify("HMAC", key, bytes, signed)) return true;
  }
  return false;
}
