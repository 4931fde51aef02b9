import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { newId } from "@/lib/accounts/audit";
import type { BudgetAction, BudgetScope } from "@/lib/core/budget";
import { PICO_PER_USD } from "@/lib/core/money";
import { parseEnv } from "@/lib/env";
import { openGateway } from "./open-gateway";
import { createCaller } from "./testing/caller";
import { createInstallation, MODEL, type Installation } from "./testing/installation";
import { openNode, type Mount } from "./testing/mounts";

/** A prompt of 10 tokens and an answer of 10, at $1 per million: each call costs 20 millionths of a dollar. */
const TOKEN = PICO_PER_USD / 1_000_000n;
const COST = 20n * TOKEN;
const AT_ONCE = 200;
let site: Installation;
let mount: Mount;
let caller: ReturnType<typeof createCaller>;
/** The tag of the calls of the test that is running, always as long. */
let run = "";
let tests = 10;
/** What a call of `body` may cost at the most, as its budget takes it: a token for each byte, and for what surrounds it. */
const boundOf = (body: object, outputTokens: number) =>
  BigInt(JSON.stringify({ messages: [{ role: "user", content: "hi" }], ...body }).length + 2 * 16 + outputTokens) * TOKEN;

beforeAll(async () => {
  site = await createInstallation();
  mount = await openNode(site.gateway);
  caller = createCaller(site, () => mount);
  await site.publish("cascade", ["alpha"]);
  await site.publish("pair", ["alpha", "delta"]);
});
afterAll(async () => {
  await mount.close();
  await site.close();
});
beforeEach(() => {
  run = `test-${tests++}`;
  caller.reset();
  for (const name of ["alpha", "beta", "delta"]) site.practice.setScript(`${name}/llama`, { promptTokens: 10, answerTokens: 10 });
});
afterEach(async () => {
  await site.db.budget.deleteMany();
  await site.gateway.live.refresh();
});

const BUDGET = { name: "Research", period: "month", action: "stop", thresholds: [80] };

type Given = { amountPico: bigint; action?: BudgetAction; scope?: BudgetScope; subject?: string };

/** What was spent before stays in the ledger: the tag of a test's own calls has nothing on it yet. */
async function setBudget({ amountPico, action = "stop", scope = "tag", subject = `run=${run}` }: Given): Promise<void> {
  await site.db.budget.create({ data: { ...BUDGET, teamId: site.teamId, id: newId(), scope, subject, amountPico, action } });
  await configured();
}

/** Until the gateway has the budgets, and what they have spent. */
async function configured(): Promise<void> {
  await site.gateway.live.refresh();
  await site.gateway.budgets.refresh();
}

const asked = () => site.practice.account().total.requests;
const tagged = (value = run) => ({ metadata: { run: value } });

describe("more calls at once, up to 200, than a budget has room for", () => {
  it("send out exactly as many as it has, from none to 20, whole and streams", async () => {
    const rooms = Array.from({ length: 21 }, (_, room) => ({ room, stream: room % 3 !== 0, ...tagged(`room-${String(room).padStart(2, "0")}`) }));
    const bodyOf = ({ stream, metadata }: (typeof rooms)[number]) => ({ model: "cascade", max_tokens: 10, stream, metadata });
    const id = (room: number) => `00000000-0000-7000-8000-0000000000${String(room).padStart(2, "0")}`;
    await site.db.budget.createMany({
      data: rooms.map((each) => ({
        ...BUDGET, teamId: site.teamId, id: id(each.room), scope: "tag", subject: `run=${each.metadata.run}`, rolling: each.room % 2 === 1,
        // One pico short of room for one more.
        amountPico: boundOf(bodyOf(each), 10) * BigInt(each.room + 1) - 1n,
      })),
    });
    await configured();
    for (const each of rooms) {
      const { room, stream } = each;
      const body = bodyOf(each);
      caller.reset();
      // As much as the bound, so that a call that has ended frees nothing, whenever it does.
      site.practice.setScript("alpha/llama", { promptTokens: Number(boundOf(body, 0) / TOKEN) });
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => caller.post(body)));
      const texts = await Promise.all(answers.map((answer) => answer.text()));
      const count = (status: number) => answers.filter((answer) => answer.status === status).length;
      expect([asked(), count(200), count(402)]).toEqual([room, room, AT_ONCE - room]);
      expect(texts.filter((text) => text.includes(stream ? "[DONE]" : '"finish_reason":"length"'))).toHaveLength(room);
    }
    // What was refused cost nothing, and what was served all that there was.
    await site.gateway.ledger.flush();
    const sums = await site.db.tagRollup.groupBy({ by: ["value"], where: { teamId: site.teamId, unit: "day", tag: "run" }, _sum: { calls: true } });
    expect(new Map(sums.map(({ value, _sum }) => [value, Number(_sum.calls)]))).toEqual(new Map(rooms.slice(1).map(({ room, metadata }) => [metadata.run, room])));
  });
});

describe("what a budget has spent", () => {
  it("is what calls cost, not what was reserved for them, over the journal, the ledger's sums and a restart", async () => {
    const body = { model: "cascade", max_tokens: 1_000, ...tagged() };
    const bound = boundOf(body, 1_000);
    await setBudget({ amountPico: bound + 3n * COST });
    // Each leaves room for the next but for its own cost, so that a call that counted twice, or not at all, would show.
    for (let call = 0; call < 4; call++) {
      const answer = await caller.post(body);
      expect(answer.status).toBe(200);
      await answer.text();
      if (call === 0) await site.gateway.ledger.flush();
      if (call === 1) await site.gateway.budgets.refresh();
    }
    const refused = await caller.post(body);
    expect(refused.status).toBe(402);
    await site.gateway.ledger.flush();
    await configured();
    expect((await caller.post(body)).status).toBe(402);

    const again = await openGateway(parseEnv({ DATABASE_URL: site.database.url, ROUTELEDGER_DATA_DIR: site.dataDir }), () => undefined);
    const other = await openNode(again.gateway);
    const later = createCaller({ ...site, ...again }, () => other);
    expect((await later.post(body)).status).toBe(402);
    expect((await later.post({ ...body, max_tokens: 980 })).status).toBe(200);
    await other.close();
    await again.close();
  });

  it("holds for a client that leaves what had come, and for an attempt of unknown cost what was reserved, over a restart too", async () => {
    const body = { model: "cascade", max_tokens: 10, stream: true, ...tagged() };
    const bound = boundOf(body, 10);
    await setBudget({ amountPico: 2n * bound });
    site.practice.setScript("alpha/llama", { sequence: "* x ok", firstTokenMs: 20, tokensPerSecond: 20 });
    const leaving = new AbortController();
    const headers = { authorization: `Bearer ${site.apiKey}`, "content-type": "application/json" };
    const left = await caller.post(body, { headers, signal: leaving.signal });
    leaving.abort();
    await left.text().catch(() => undefined);
    await vi.waitUntil(() => caller.recorded(left).catch(() => null), { timeout: 5_000 });
    const { attempts: [attempt] } = await caller.recorded(left);
    expect(attempt).toMatchObject({ outcome: "aborted", basis: "estimated" });
    expect((attempt?.costPico ?? 0n) < bound).toBe(true);
    site.practice.setScript("alpha/llama", { sequence: "1 x malformed_json", firstTokenMs: null, tokensPerSecond: null });
    const broken = await caller.post({ ...body, stream: false });
    expect(broken.status).toBe(502);
    expect((await caller.recorded(broken)).attempts).toMatchObject([{ basis: "unknown", detail: expect.stringContaining("stays reserved") as string }]);
    const refused = await caller.post(body);
    expect(refused.status).toBe(402);
    await site.gateway.ledger.flush();
    await configured();
    expect((await caller.post(body)).status).toBe(402);

    const again = await openGateway(parseEnv({ DATABASE_URL: site.database.url, ROUTELEDGER_DATA_DIR: site.dataDir }), () => undefined);
    const other = await openNode(again.gateway);
    expect((await createCaller({ ...site, ...again }, () => other).post(body)).status).toBe(402);
    await other.close();
    await again.close();
  });
});

describe("500 calls whose providers fail in every way, and whose clients leave at any time", () => {
  it("leave nothing reserved, and as spent what the ledger has and the bounds of what it does not know", async () => {
    const bodyOf = (stream: boolean) => ({ model: "cascade", max_tokens: 10, stream, ...tagged() });
    const amountPico = PICO_PER_USD;
    await setBudget({ amountPico });
    const faults = ["malformed_json", "cut_rst", "rate_limited", "error_event", "missing_usage", "server_error", "content_filter"];
    site.practice.setScript("alpha/llama", { sequence: faults.flatMap((fault) => ["3 x ok", `1 x ${fault}`]), firstTokenMs: 4, tokensPerSecond: 4_000 });
    const headers = { authorization: `Bearer ${site.apiKey}`, "content-type": "application/json" };
    for (let round = 0; round < 5; round++) {
      site.gateway.routing.forget();
      await Promise.all(Array.from({ length: 100 }, async (_, index) => {
        const leaving = index % 4 === 0 ? { signal: AbortSignal.timeout(index) } : {};
        await caller.post(bodyOf(index % 2 === 0), { headers, ...leaving }).then((answer) => answer.text()).catch(() => undefined);
      }));
    }
    await vi.waitUntil(() => site.gateway.status().calls === 0, { timeout: 5_000 });
    await site.gateway.ledger.flush();
    await configured();
    const calls = await site.db.call.findMany({ where: { teamId: site.teamId, tags: { equals: { run } } }, select: { stream: true, costPico: true, unknownAttempts: true } });
    const key = await site.db.apiKey.findFirstOrThrow({ where: { teamId: site.teamId } });
    const purse = site.gateway.budgets.openPurse({ teamId: site.teamId, profileSlug: "cascade", apiKeyId: key.id, memberId: key.ownerId, tags: { run } }, Date.now());
    const left = purse?.allowance(Date.now()) ?? 0n;
    const spent = calls.reduce((sum, { stream, costPico, unknownAttempts }) => sum + costPico + BigInt(unknownAttempts) * boundOf(bodyOf(stream), 10), 0n);
    expect([calls.length > 350, calls.some(({ unknownAttempts }) => unknownAttempts > 0), amountPico - left]).toEqual([true, true, spent]);
    expect(purse?.findShortage(left + 1n, Date.now())?.isSoonFree, "nothing is under way that could free more").toBe(false);
  });
});

describe("a budget that stops", () => {
  it("says which it is, what is left and when it begins anew, and that trying again is pointless", async () => {
    await setBudget({ amountPico: 5n * TOKEN, scope: "team", subject: "" });
    const refused = await caller.post({ model: "cascade", max_tokens: 10 });
    expect([refused.status, refused.headers.get("x-should-retry"), refused.headers.get("retry-after")]).toEqual([402, "false", null]);
    const { error } = (await refused.json()) as { error: Record<string, unknown> };
    expect(error).toMatchObject({ code: "budget_exhausted", type: "insufficient_quota", metadata: { attempts: [], budget: { name: "Research", limit_usd: "0.000005" } } });
    expect(error.message).toMatch(/^The budget “Research” of \$0\.000005 a month has \$0\.\d+ left, and this call could cost up to \$0\.000\d+\. It is larger than the budget ever allows\.$/);
    expect(asked()).toBe(0);
  });

  it("bounds an answer whose client did not, by what is left, and changes no other byte", async () => {
    const body = { model: "cascade", ...tagged(), messages: [{ role: "user", content: "hé" }], extra: 9007199254740993 };
    await setBudget({ amountPico: boundOf(body, 0) + 101n * TOKEN });
    site.practice.setScript("alpha/llama", { answerTokens: 500 });
    const { attempts } = await caller.recorded(await caller.post(body));
    // A character of two bytes, and so one byte more than the bound took it for.
    expect(attempts).toMatchObject([{ output: 100, outcome: "served" }]);
  });

  it("leaves out the tiers that do not fit, with the reason, and those whose cost nobody can bound", async () => {
    const body = { model: "pair", max_tokens: 400, ...tagged() };
    await setBudget({ amountPico: boundOf(body, 400) - 1n });
    const { call, attempts } = await caller.recorded(await caller.post(body));
    expect(attempts).toMatchObject([{ provider: "delta" }]);
    expect((call.plan as object[])[0]).toMatchObject({ kept: false, drop: "budget", reason: expect.stringMatching(/^over budget: it could cost up to \$0\.\d+, and “Research” has \$0\.\d+ left( until .* UTC)?$/) as string });
    const image = { type: "image_url", image_url: { url: "data:image/png;base64,AA" } };
    const unbounded = await caller.post({ ...body, messages: [{ role: "user", content: [image] }] });
    expect(unbounded.status).toBe(402);
    expect(await unbounded.text()).toContain("is not known");
  });
});

describe("budgets", () => {
  it("that leave cheaper tiers do so once they are spent", async () => {
    await setBudget({ amountPico: COST, action: "cheaper" });
    const served = async () => (await caller.recorded(await caller.post({ model: "pair", ...tagged() }))).attempts.map(({ provider }) => provider);
    expect(await served()).toEqual(["alpha"]);
    expect(await served()).toEqual(["delta"]);
    const plan = await mount.fetch("/api/v1/plan", {
      method: "POST", headers: { authorization: `Bearer ${site.apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ model: `alpha/${MODEL}`, messages: [{ role: "user", content: "hi" }], ...tagged() }),
    });
    expect(await plan.json()).toMatchObject({ candidates: [{ provider: "alpha" }], dropped: [] });
  });

  it("of a profile, a key, a member and a tag hold for their own calls alone", async () => {
    const key = await site.db.apiKey.findFirstOrThrow({ where: { teamId: site.teamId } });
    const profile = await site.db.profile.findFirstOrThrow({ where: { teamId: site.teamId, slug: "pair" } });
    const subjects = [["profile", profile.id], ["key", key.id], ["member", key.ownerId], ["tag", "team=a=b"]] as const;
    const status = async (body: object) => (await caller.post(body)).status;
    for (const [scope, subject] of subjects) {
      await setBudget({ amountPico: 1n, scope, subject });
      const own = await status({ model: "pair", metadata: { team: "a=b" } });
      const others = await status({ model: "cascade", metadata: { team: "b" } });
      expect([scope, own, others]).toEqual([scope, 402, scope === "key" || scope === "member" ? 402 : 200]);
      await site.db.budget.deleteMany();
    }
  });
});

describe("limits of an API key", () => {
  const limit = async (limits: object) => {
    await site.db.apiKey.updateMany({ where: { teamId: site.teamId }, data: { requestsPerMinute: null, tokensPerMinute: null, concurrentCalls: null, ...limits } });
    await site.gateway.live.refresh();
  };
  afterAll(() => limit({}));
  const body = { model: "cascade", max_tokens: 10 };

  it("of requests and tokens a minute answer 429 beyond, with the headers that OpenAI's clients read on every answer", async () => {
    await limit({ requestsPerMinute: 3, tokensPerMinute: 1_000 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => caller.post({ ...body, stream: true })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, ...Array.from({ length: 7 }, () => 429)]);
    for (const answer of answers) {
      expect([answer.headers.get("x-ratelimit-limit-requests"), answer.headers.get("x-ratelimit-limit-tokens")]).toEqual(["3", "1000"]);
    }
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get("x-ratelimit-remaining-requests")).toBe("0");
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(await refused?.json()).toMatchObject({ error: { code: "key_limit_reached", type: "rate_limit_error" } });
    expect(asked()).toBe(3);
    await Promise.all(answers.map((answer) => answer.bodyUsed || answer.text()));
    await limit({ tokensPerMinute: 1_000 });
    // Each was settled at 20 tokens, so that there is room for one that may use 901; what alone is too much never comes in.
    expect((await caller.post({ ...body, max_tokens: 900 })).headers.get("x-ratelimit-remaining-tokens")).toBe("39");
    const large = await caller.post({ ...body, max_tokens: 2_000 });
    expect([large.status, large.headers.get("retry-after"), large.headers.get("x-should-retry")]).toEqual([429, null, "false"]);
  });

  it("of calls at a time free with each that ends", async () => {
    await limit({ concurrentCalls: 2 });
    site.practice.setScript("alpha/llama", { sequence: "* x ok", firstTokenMs: 100 });
    const both = await Promise.all([1, 2, 3].map(() => caller.post(body)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
    await Promise.all(both.map((answer) => answer.text()));
    expect((await caller.post(body)).status).toBe(200);
  });
});
