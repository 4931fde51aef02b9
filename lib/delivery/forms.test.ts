import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_ATTEMPTS, nextAttemptAt } from "./retries";
import { formatSlack } from "./slack";
import { verifyWebhook } from "./testing/verify-webhook";
import { createWebhookSecret, formatWebhook, signWebhook } from "./webhook";

const at = new Date("2026-11-02T10:00:00.500Z");

test("a webhook is signed as Standard Webhooks says, for whoever verifies it by its words alone", async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.uuid(), async (body, id) => {
    const secret = createWebhookSecret();
    const headers = signWebhook({ id, at, body, secret });
    expect(await verifyWebhook(secret, headers, body, at.getTime())).toBe(true);
    expect(await verifyWebhook(secret, headers, `${body} `, at.getTime())).toBe(false);
    expect(await verifyWebhook(secret, { ...headers, "webhook-id": `${id}0` }, body, at.getTime())).toBe(false);
    expect(await verifyWebhook(createWebhookSecret(), headers, body, at.getTime())).toBe(false);
    expect(await verifyWebhook(secret, headers, body, at.getTime() + 301_000), "an old one, sent again").toBe(false);
  }), { numRuns: 20 });
});

test("the example of Standard Webhooks comes out as it stands there", () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const body = '{"test": 2432232314}';
  const headers = signWebhook({ id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: new Date(1_614_265_330_000), body, secret });
  expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

test("a webhook's body is JSON with its type, its time and the message", () => {
  const body = formatWebhook({ id: "1", team: "acme", kind: "alert", subject: "s", text: "t", payload: { alert: { id: "2" } }, createdAt: at });
  expect(JSON.parse(body)).toEqual({ type: "alert", timestamp: "2026-11-02T10:00:00.500Z", data: { id: "1", team: "acme", subject: "s", text: "t", alert: { id: "2" } } });
});

test("nothing in a message becomes a command of Slack's, and nothing is longer than Slack takes", () => {
  const { text, blocks } = JSON.parse(formatSlack({ team: "acme", subject: `<!channel> & ${"x".repeat(500)}`, text: `<https://evil.example|ok>${"y".repeat(5_000)}` })) as { text: string; blocks: { text?: { text: string; type: string } }[] };
  expect(text).toContain("&lt;!channel&gt; &amp; ");
  expect(blocks[0]?.text).toMatchObject({ type: "plain_text" });
  expect(blocks[0]?.text?.text).toHaveLength(150);
  expect(blocks[1]?.text?.text).toHaveLength(3_000);
  expect(blocks[1]?.text?.text).not.toContain("<");
});

test("a message is tried eight times in about a day, ever more rarely, and then no more", () => {
  let now = at;
  const pauses: number[] = [];
  for (let attempts = 1; ; attempts++) {
    const next = nextAttemptAt(attempts, now);
    if (next === null) break;
    pauses.push(next.getTime() - now.getTime());
    now = next;
  }
  expect(pauses).toHaveLength(MAX_ATTEMPTS - 1);
  expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  expect((now.getTime() - at.getTime()) / 3_600_000).toBeCloseTo(24.2, 1);
});
