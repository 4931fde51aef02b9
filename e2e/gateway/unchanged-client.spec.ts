import { expect } from "@playwright/test";
import { createCascade, type Cascade } from "../cascade";
import { test } from "../product";

let cascade: Cascade;
test.beforeAll(async ({ product }) => {
  cascade = await createCascade(product, "unchanged", ["1", "2", "3", "4"]);
  cascade.fail(1, "* x 429");
  cascade.fail(2, "* x 500");
  cascade.fail(3, "* x 503");
});
test.afterAll(() => cascade.close());

const messages = [{ role: "user" as const, content: "Execute high-volume structural data extraction." }];

test("an array of endpoints falls back from left to right, and the answer names who served", async () => {
  const [, , , last = ""] = cascade.endpoints;
  const byArray = await cascade.client.chat.completions.create({ model: cascade.endpoints, messages, plugins: { routing: "fallback" } } as never);
  const byModels = await cascade.client.chat.completions.create({ model: cascade.endpoints[0] ?? "", models: cascade.endpoints, messages } as never);
  for (const answer of [byArray, byModels] as { model: string; provider?: string }[]) {
    expect(answer.model).toBe(last);
    expect(answer.provider).toBe("unchanged-4");
  }
  expect(cascade.practice.account().total.requests).toBe(8);
});

test("a stream falls back unseen and tells its cost in the last chunk", async () => {
  const stream = await cascade.client.chat.completions.create({ model: cascade.profile, messages, stream: true });
  let text = "";
  let cost: unknown;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? "";
    cost = (chunk.usage as unknown as { cost?: number } | undefined)?.cost ?? cost;
  }
  expect(text).not.toBe("");
  expect(cost).toBe(0.00408);
});

test("the record of a call is there for its key, and for no other team's", async ({ product, request }) => {
  const { response } = await cascade.client.chat.completions.create({ model: cascade.profile, messages }).withResponse();
  const id = response.headers.get("x-request-id") ?? "";
  const get = (key: string) => request.get(`/v1/calls/${id}`, { headers: { authorization: `Bearer ${key}` } });
  expect(await (await get(cascade.apiKey)).json()).toMatchObject({
    outcome: "served",
    rescued: true,
    served: { endpoint: cascade.endpoints[3], tier: 4 },
    attempts: [{ cause: "rate_limited" }, { cause: "server_error" }, { cause: "overloaded" }, { outcome: "served", cost: "0.00408" }],
  });
  expect((await get(product.apiKey)).status()).toBe(404);
});
