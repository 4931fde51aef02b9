import type { AddressInfo } from "node:net";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "./server";
import { createInstallation, type Installation } from "./testing/installation";

let site: Installation;
let server: ReturnType<typeof createServer>["server"];
let client: OpenAI;

beforeAll(async () => {
  site = await createInstallation();
  await site.publish("worked-example", ["alpha", "beta"]);
  for (const [provider, price] of [["alpha", "1"], ["beta", "5"]] as const) {
    site.practice.setScript(`${provider}/llama`, { price: { input: price, output: price }, cachedTokens: 0 });
  }
  site.practice.setScript("alpha/llama", { sequence: ["95 x ok", "5 x 429"] });
  ({ server } = createServer({ gateway: site.gateway, maxBodyBytes: 1_000_000, pagesUrl: null, upgrades: false }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  client = new OpenAI({ apiKey: site.apiKey, baseURL: `http://127.0.0.1:${port}/api/v1`, maxRetries: 0 });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await site.close();
});

/** A JSON number of dollars back to pico: exact, since a double holds 15 digits and amounts here have 12. */
const toPico = (usd: unknown) => BigInt(Math.round(Number(usd) * 1e12));

describe("the worked example over the wire", () => {
  it("is booked alike by the ledger, the clients and the providers, to the last pico", async () => {
    let told = 0n;
    for (let i = 0; i < 100; i += 1) {
      const request = { model: "worked-example", messages: [{ role: "user" as const, content: `call ${i}` }] };
      if (i % 2 === 0) {
        const answer = await client.chat.completions.create(request);
        told += toPico((answer.usage as unknown as { cost: number }).cost);
      } else {
        let last: unknown;
        for await (const chunk of await client.chat.completions.create({ ...request, stream: true })) last = chunk.usage ?? last;
        told += toPico((last as { cost: number }).cost);
      }
    }
    await site.gateway.ledger.flush();

    const calls = await site.db.call.aggregate({ _sum: { costPico: true }, _count: true, where: { outcome: "served" } });
    const attempts = await site.db.attempt.aggregate({ _sum: { costPico: true }, _count: true });
    const rollup = await site.db.attemptRollup.aggregate({ _sum: { costPico: true, attempts: true } });
    const account = BigInt(site.practice.account().total.costPico);
    // 95 × 1,020 tokens at $1 and 5 × 1,020 tokens at $5 per million.
    expect(account).toBe(95n * 1_020_000_000n + 5n * 5_100_000_000n);
    expect([told, calls._sum.costPico, attempts._sum.costPico, BigInt(rollup._sum.costPico?.toFixed(0) ?? 0)]).toEqual([
      account, account, account, account,
    ]);
    expect([calls._count, attempts._count, rollup._sum.attempts]).toEqual([100, 105, 105n]);
    expect(site.practice.account().total.requests).toBe(105);
    expect(await site.db.call.count({ where: { rescued: true } })).toBe(5);
  });
});

describe("the unchanged client", () => {
  it("raises its own error class for each kind of refusal", async () => {
    const request = { model: "none", messages: [{ role: "user" as const, content: "hi" }] };
    await expect(client.chat.completions.create(request)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    const stranger = client.withOptions({ apiKey: "rl_live_nothing" });
    await expect(stranger.chat.completions.create(request)).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    site.practice.setScript("alpha/llama", { sequence: "* x cut_rst", answerTokens: 30 });
    site.gateway.routing.forget();
    const stream = await client.chat.completions.create({ ...request, model: "worked-example", stream: true });
    await expect(async () => {
      for await (const chunk of stream) expect(chunk.object).toBe("chat.completion.chunk");
    }).rejects.toBeInstanceOf(OpenAI.APIError);
  });

  it("lists and retrieves models", async () => {
    const names: string[] = [];
    for await (const model of client.models.list()) names.push(model.id);
    expect(names).toContain("profile/worked-example");
    expect((await client.models.retrieve("alpha/meta-llama/llama-3.3-70b-instruct")).owned_by).toBe("alpha");
  });
});
