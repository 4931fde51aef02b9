import { expect, it } from "vitest";
import { BudgetAccount } from "@/lib/core/budget-account";
import { Purse } from "@/lib/core/purse";
import { PLAIN_CALL } from "@/lib/core/testing/call-facts";
import { createEndpoint } from "@/lib/core/testing/tiers";
import { parseChatRequest } from "@/lib/wire/chat-request";
import { Reserve } from "./reserve";

const BUDGET = { id: "b", name: "B", scope: "team", subject: "", period: "day", rolling: false, thresholds: [], action: "stop", timeZone: "UTC" } as const;
const IMAGE = [{ role: "user", content: [{ type: "image_url", image_url: { url: "https://a.example/b.png" } }] }];

/** At one pico a token, what an attempt may write as its budget takes it, and what it is told. */
function admit(more: object, { left, maxOutputTokens }: { left: number; maxOutputTokens: number | null }) {
  const body = new TextEncoder().encode(JSON.stringify({ model: "x", messages: [{ role: "user", content: "hi" }], ...more }));
  const candidate = { endpoint: createEndpoint("p", { maxOutputTokens }) };
  const read = BigInt(body.length + 2 * 16);
  const purse = new Purse([new BudgetAccount({ ...BUDGET, amountPico: read + BigInt(left) })], PLAIN_CALL.startedAtMs);
  const price = { base: { input: 1n, output: 1n }, steps: [] };
  const admitted = new Reserve(purse, { request: parseChatRequest(body), facts: PLAIN_CALL, priceOf: () => ({ price }) }).admit(candidate, PLAIN_CALL.startedAtMs);
  if (!admitted.admitted) return null;
  return [Number((admitted.fare[0]?.reservation.pico ?? 0n) - read), admitted.limitTokens];
}

it.each<[string, object, number, number | null, (number | null)[] | null]>([
  ["its limit", { max_tokens: 10 }, 10, null, [10, null]],
  ["no more than its limit", { max_tokens: 10 }, 9, null, null],
  ["the larger of two limits, the older one", { max_tokens: 20, max_completion_tokens: 5 }, 99, null, [20, null]],
  ["the larger of two limits, the newer one", { max_tokens: 5, max_completion_tokens: 20 }, 99, null, [20, null]],
  ["its limit for each of its answers", { max_tokens: 10, n: 3 }, 99, null, [30, null]],
  ["what the endpoint can write, however much it asks for", { max_tokens: 2 ** 31 - 1 }, 999, 100, [100, null]],
  ["what is left, shared among its answers", { n: 3 }, 100, null, [99, 33]],
  ["what the endpoint can write", {}, 999, 100, [100, 100]],
  ["nothing, with less left than an answer takes", {}, 15, null, null],
  ["nothing, for an image in a window that nobody knows", { max_tokens: 1, messages: IMAGE }, 999_999, null, null],
])("an attempt is held to %s", (_what, body, left, maxOutputTokens, expected) => {
  expect(admit(body, { left, maxOutputTokens })).toEqual(expected);
});
