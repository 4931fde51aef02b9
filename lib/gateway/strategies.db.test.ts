import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { upsertPrice } from "@/lib/catalog/prices";
import { ANY_CALL } from "@/lib/core/condition";
import { OPERATOR } from "@/lib/core/change";
import { parsePricePerMillion } from "@/lib/core/money";
import { QUARTER_MS } from "@/lib/core/period";
import { createCaller } from "./testing/caller";
import { createInstallation, MODEL, twinOf, type Installation } from "./testing/installation";
import { openNode, type Mount } from "./testing/mounts";

let site: Installation;
let mount: Mount;
let caller: ReturnType<typeof createCaller>;
beforeAll(async () => {
  site = await createInstallation();
  mount = await openNode(site.gateway);
  caller = createCaller(site, () => mount);
  // alpha $1, beta $5, gamma $2.50, delta $0.25.
  await site.publish("ordered", ["beta", "alpha", "delta"]);
  await site.publish("cheapest", ["beta", "alpha", "delta"], { rules: { strategy: "cheapest" } });
});
afterAll(async () => {
  await mount.close();
  await site.close();
});
beforeEach(() => {
  caller.reset();
});

const providerOf = async (response: Response) => ((await response.json()) as { provider: string }).provider;
const servedBy = async (body: object) => providerOf(await caller.post(body));

type Planned = {
  profile: string;
  profile_version: number | null;
  prompt_tokens: number;
  primary: string;
  candidates: { endpoint: string; reason: string; expected_cost: string | null; position: number }[];
  dropped: { endpoint: string; drop: string; reason: string }[];
};
async function planOf(body: object): Promise<Planned> {
  const response = await mount.fetch("/api/v1/plan", {
    method: "POST",
    headers: { authorization: `Bearer ${site.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ messages: [{ role: "user", content: "Good morning to all of you" }], ...body }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Planned;
}

describe("a profile's strategy", () => {
  it("cheapest sends a call where it costs the least, and on to the next cheapest", async () => {
    expect(await servedBy({ model: "cheapest" })).toBe("delta");
    site.practice.setScript("delta/llama", { sequence: "* x 500" });
    const { call, attempts } = await caller.recorded(await caller.post({ model: "cheapest" }));
    expect(attempts.map(({ provider, tier }) => [provider, tier])).toEqual([["delta", 3], ["alpha", 2]]);
    expect(call).toMatchObject({ rescued: true, planPosition: 2, servedTier: 2 });
    // Primary cost is the same usage at delta, whom the strategy had ranked first.
    expect(call.primaryCostPico).toBe(1_020n * 250_000n);
  });

  it("weighted draws by weight", async () => {
    await site.publish("heavy", ["alpha", "beta"], { rules: { strategy: "weighted" }, tierRules: [{ weight: 0 }, { weight: 1 }] });
    expect(await servedBy({ model: "heavy" })).toBe("beta");
  });

  it("fastest prefers whom recent calls found quick", async () => {
    await site.publish("fastest", ["alpha", "beta"], { rules: { strategy: "fastest" } });
    site.practice.setScript("alpha/llama", { firstTokenMs: 120 });
    await caller.post({ model: "ordered" });
    await caller.post({ model: `alpha/${MODEL}` });
    const { candidates } = await planOf({ model: "fastest" });
    // One plan in twenty explores: then alpha, asked longest ago or not, may stand first, and says so by its figures.
    expect(candidates.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^answers in about/), expect.stringMatching(/^answers in about/)]);
  });

  it("expected-cost leaves a cheap endpoint once it keeps failing, before its breaker opens", async () => {
    await site.publish("expected", ["delta", "alpha"], { rules: { strategy: "expected-cost", servedValuePico: 10_000_000_000n } });
    expect((await planOf({ model: "expected" })).candidates[0]?.endpoint).toBe(`delta/${MODEL}`);
    site.practice.setScript("delta/llama", { sequence: "* x cut_fin", answerTokens: 400 });
    for (let calls = 0; calls < 4; calls++) await caller.post({ model: "expected" });
    const { candidates } = await planOf({ model: "expected" });
    expect(candidates.map(({ reason }) => reason).join()).toMatch(/serves \d+\.\d% of late/);
    expect(site.practice.account().total.requests).toBeGreaterThan(4);
  });

  it("a price change reorders the calls from its quarter-hour on", async () => {
    const dated = site.gateway.live.findTeam(site.teamId)?.catalog;
    const delta = dated?.endpoints.get(`delta/${MODEL}`);
    if (!delta) throw new Error("no delta");
    const perToken = parsePricePerMillion("9");
    const price = { base: { input: perToken, output: perToken }, steps: [] };
    // Written half an hour ago, it is in force by now.
    const now = new Date(Date.now() - 2 * QUARTER_MS);
    await site.db.price.deleteMany({ where: { endpointId: delta.id } });
    await upsertPrice(site.db, { teamId: site.teamId, actor: OPERATOR }, delta, { price, source: "test", now });
    await site.gateway.live.refresh();
    expect(await servedBy({ model: "cheapest" })).toBe("alpha");
  });
});

describe("what a request may say about who serves it", () => {
  it.each([
    [{ provider: { sort: "price" } }, "alpha"],
    [{ provider: { order: ["delta"] } }, "delta"],
    [{ provider: { only: ["beta"], sort: "price" } }, "beta"],
    [{ provider: { max_price: { prompt: 2 } } }, "alpha"],
  ])("%j goes to %s", async (more, provider) => {
    expect(await servedBy({ model: "ordered", ...more })).toBe(provider);
  });

  it("a suffix sorts a profile's tiers or a model's endpoints; a name goes before a suffix", async () => {
    expect(await servedBy({ model: "ordered:floor" })).toBe("alpha");
    expect(await servedBy({ model: "profile/ordered:floor" })).toBe("alpha");
    expect(await servedBy({ model: MODEL })).toBe("alpha");
    expect((await planOf({ model: `${MODEL}:nitro` })).candidates).toHaveLength(4);
    expect((await planOf({ model: ["gamma/nothing:floor", "ordered:floor"] })).candidates[0]?.endpoint).toBe(`alpha/${MODEL}`);
    expect((await caller.post({ model: "ordered:cheap" })).status).toBe(404);
  });

  it("nobody left is an error with everybody's reason", async () => {
    const response = await caller.post({ model: "ordered", provider: { max_price: { prompt: 0.01 } } });
    expect(response.status).toBe(404);
    const { error } = (await response.json()) as { error: { metadata: { dropped: { reason: string }[] } } };
    expect(error.metadata.dropped).toHaveLength(3);
    expect(error.metadata.dropped[0]?.reason).toContain("above $0.01 (provider.max_price)");
    expect(site.practice.account().total.requests).toBe(0);
  });
});

describe("a tier's rules", () => {
  it("a condition passes the tier by, a last resort waits, and a degraded answer says so", async () => {
    await site.publish("rules", ["gamma", "alpha", "beta"], {
      tierRules: [{ lastResort: true, degraded: true }, { when: { ...ANY_CALL, metadata: { plan: "pro" } } }],
    });
    expect(await servedBy({ model: "rules" })).toBe("beta");
    expect(await servedBy({ model: "rules", metadata: { plan: "pro" } })).toBe("alpha");
    site.practice.setScript("beta/llama", { sequence: "* x 500" });
    const degraded = await caller.post({ model: "rules" });
    expect([await providerOf(degraded), degraded.headers.get("x-routeledger-degraded")]).toEqual(["gamma", "true"]);
    expect((await caller.post({ model: "ordered" })).headers.get("x-routeledger-degraded")).toBeNull();
  });

  it("a request that a tier's dialect has no words for goes to the next one, unasked", async () => {
    await site.publish("mixed", [twinOf("alpha"), "beta"]);
    expect(await servedBy({ model: "mixed" })).toBe(twinOf("alpha"));
    const functions = [{ name: "f", parameters: { type: "object", properties: {} } }];
    const { call, attempts } = await caller.recorded(await caller.post({ model: "mixed", functions }));
    expect(attempts.map(({ provider }) => provider)).toEqual(["beta"]);
    expect(call.plan).toContainEqual(expect.objectContaining({ drop: "unfit", kept: false }));
  });

  it("triggers say which failures leave the tier", async () => {
    await site.publish("triggers", ["alpha", "beta"], {
      rules: { triggers: { fallbackOn: ["content_filter"], stopOn: [] } },
      tierRules: [{ triggers: { fallbackOn: [], stopOn: [404] } }],
    });
    site.practice.setScript("alpha/llama", { sequence: ["1 x content_filter", "1 x 404"] });
    expect(await servedBy({ model: "triggers" })).toBe("beta");
    const stopped = await caller.post({ model: "triggers" });
    expect(stopped.status).toBe(502);
    expect((await caller.recorded(stopped)).attempts.map(({ cause }) => cause)).toEqual(["not_found"]);
  });
});

describe("POST /plan", () => {
  it("explains the plan of a call without calling anybody or leaving a record", async () => {
    const before = await site.db.call.count();
    const plan = await planOf({ model: "ordered", max_tokens: 10, provider: { ignore: ["delta"] } });
    expect(plan).toMatchObject({ profile: "ordered", profile_version: 1, primary: `beta/${MODEL}` });
    // "Good morning to all of you" is six tokens, and the form of a chat takes seven more.
    expect(plan.prompt_tokens).toBeGreaterThanOrEqual(6);
    expect(plan.candidates.map(({ endpoint, reason, position }) => [endpoint, reason, position])).toEqual([
      [`beta/${MODEL}`, "first in order", 1], [`alpha/${MODEL}`, "next in order", 2],
    ]);
    // (prompt + 10 tokens) at $5 per million.
    expect(plan.candidates[0]?.expected_cost).toBe(String(((plan.prompt_tokens + 10) * 5) / 1e6));
    expect(plan.dropped).toMatchObject([{ endpoint: `delta/${MODEL}`, drop: "request" }]);
    await site.gateway.ledger.flush();
    expect([site.practice.account().total.requests, await site.db.call.count()]).toEqual([0, before]);
  });

  it("is the plan that the call then gets, and that its record keeps", async () => {
    const plan = await planOf({ model: "cheapest" });
    const { call } = await caller.recorded(await caller.post({ model: "cheapest" }));
    const kept = (call.plan as { kept: boolean; endpoint: string; reason: string }[]).filter((entry) => entry.kept);
    expect(kept.map(({ endpoint }) => endpoint)).toEqual(plan.candidates.map(({ endpoint }) => endpoint));
  });
});
