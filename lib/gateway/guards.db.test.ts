import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { setCredential } from "@/lib/accounts/credentials";
import { loadInstallationSecret } from "@/lib/accounts/secret";
import { OPERATOR } from "@/lib/core/change";
import { parseEnv } from "@/lib/env";
import { NO_CAPS } from "@/lib/core/profile";
import { openGateway } from "./open-gateway";
import { createCaller } from "./testing/caller";
import { createInstallation, MODEL, type Installation } from "./testing/installation";
import { openNode, type Mount } from "./testing/mounts";

let site: Installation;
let mount: Mount;
let caller: ReturnType<typeof createCaller>;
beforeAll(async () => {
  site = await createInstallation();
  mount = await openNode(site.gateway);
  caller = createCaller(site, () => mount);
  await site.publish("cascade", ["alpha", "beta"]);
});
afterAll(async () => {
  await mount.close();
  await site.close();
});
beforeEach(() => {
  caller.reset();
});

type Entry = { endpoint: string; kept: boolean; drop: string | null; reason: string };
const providersAsked = async (response: Response) => (await caller.recorded(response)).attempts.map(({ provider }) => provider);
const requestsTo = (provider: string) =>
  site.practice.account().lines.filter((line) => line.provider === provider).reduce((sum, { requests }) => sum + requests, 0);

describe("a breaker", () => {
  it("keeps calls from an endpoint that failed five times in a row, without a request, and the call counts as rescued", async () => {
    site.practice.setScript("alpha/llama", { sequence: "* x 500" });
    for (let calls = 0; calls < 5; calls++) expect(await providersAsked(await caller.post({ model: "cascade" }))).toEqual(["alpha", "beta"]);
    const { call, attempts } = await caller.recorded(await caller.post({ model: "cascade" }));
    expect(attempts.map(({ provider }) => provider)).toEqual(["beta"]);
    expect(requestsTo("alpha")).toBe(5);
    expect(call).toMatchObject({ rescued: true, planPosition: 1, servedTier: 2, primaryCostPico: 1_020_000_000n });
    expect((call.plan as Entry[])[0]).toMatchObject({ kept: false, drop: "down", reason: expect.stringMatching(/^cooling until .* UTC after server_error$/) as string });
  });

  it("opens at once on a 429 that names its wait, and on a credential that is refused", async () => {
    for (const fault of ["busy", "auth", "credit"]) {
      caller.reset();
      site.practice.setScript("alpha/llama", { sequence: `* x ${fault}`, faults: { busy: { kind: "status", status: 429, retryAfter: 30 } } });
      await caller.post({ model: "cascade" });
      expect(await providersAsked(await caller.post({ model: "cascade" }))).toEqual(["beta"]);
    }
  });

  it("is closed by a new credential, without waiting for its pause", async () => {
    site.practice.setScript("alpha/llama", { sequence: "* x auth" });
    await caller.post({ model: "cascade" });
    expect(await providersAsked(await caller.post({ model: "cascade" }))).toEqual(["beta"]);
    site.practice.setScript("alpha/llama", { sequence: null });
    const alpha = site.gateway.live.findTeam(site.teamId)?.catalog.providers.get("alpha");
    if (!alpha) throw new Error("no alpha");
    const secret = loadInstallationSecret({ dataDir: site.dataDir, fromEnv: undefined });
    await setCredential(site.db, secret, { teamId: site.teamId, actor: OPERATOR }, alpha, "another-secret");
    await site.gateway.live.refresh();
    expect(await providersAsked(await caller.post({ model: "cascade" }))).toEqual(["alpha"]);
  });

  it("tries the soonest when everybody is cooling", async () => {
    const faults = { long: { kind: "status", status: 429, retryAfter: 60 }, short: { kind: "status", status: 429, retryAfter: 20 } } as const;
    site.practice.setScript("alpha/llama", { sequence: "1 x long", faults });
    site.practice.setScript("beta/llama", { sequence: ["1 x short", "* x ok"], faults });
    const limited = await caller.post({ model: "cascade" });
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "20"]);
    expect(await providersAsked(await caller.post({ model: "cascade" }))).toEqual(["beta"]);
  });

  it("is not opened by calls that are at fault themselves, nor by deadlines that are too short", async () => {
    site.practice.setScript("alpha/llama", { sequence: "* x bad_request" });
    for (let calls = 0; calls < 6; calls++) await caller.post({ model: "cascade" });
    site.practice.setScript("alpha/llama", { sequence: "* x hang_headers" });
    const hasty = { headers: { authorization: `Bearer ${site.apiKey}`, "content-type": "application/json", "x-routeledger-deadline-ms": "20" } };
    for (let calls = 0; calls < 6; calls++) await caller.post({ model: "cascade" }, hasty);
    site.practice.setScript("alpha/llama", { sequence: null });
    expect(await providersAsked(await caller.post({ model: "cascade" }))).toEqual(["alpha"]);
  });

  it("lets one call at a time find out whether the endpoint is back", async () => {
    site.practice.setScript("alpha/llama", { sequence: "1 x busy", faults: { busy: { kind: "status", status: 429, retryAfter: "0" } } });
    await caller.post({ model: "cascade" });
    site.practice.setScript("alpha/llama", { sequence: null, firstTokenMs: 150 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => caller.post({ model: "cascade" })));
    const asked = (await Promise.all(answers.map(providersAsked))).map((providers) => providers.join());
    expect(asked.filter((providers) => providers === "alpha")).toHaveLength(1);
    expect(asked.filter((providers) => providers === "beta")).toHaveLength(5);
  });
});

describe("a cap", () => {
  const capped = (caps: object) => site.publish("capped", ["alpha", "beta"], { tierRules: [{ caps: { ...NO_CAPS, ...caps } }] });

  it("of requests a minute lets just so many through, and the next tier serves the others", async () => {
    await capped({ requestsPerMinute: 3 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => caller.post({ model: "capped" })));
    const asked = (await Promise.all(answers.map(providersAsked))).flat();
    expect([asked.filter((each) => each === "alpha").length, asked.filter((each) => each === "beta").length]).toEqual([3, 5]);
    const { call } = await caller.recorded(await caller.post({ model: "capped" }));
    expect((call.plan as Entry[])[0]).toMatchObject({ drop: "capped", reason: "at its cap of 3 requests a minute" });
    expect(call.rescued).toBe(true);
  });

  it("of concurrent calls frees with each that ends", async () => {
    await capped({ concurrent: 1 });
    site.practice.setScript("alpha/llama", { firstTokenMs: 100 });
    const both = await Promise.all([caller.post({ model: "capped" }), caller.post({ model: "capped" })]);
    expect((await Promise.all(both.map(providersAsked))).flat().sort()).toEqual(["alpha", "beta"]);
    expect(await providersAsked(await caller.post({ model: "capped" }))).toEqual(["alpha"]);
  });

  it("of USD a day counts what was really spent, over a restart too", async () => {
    // A call costs $0.00102 at alpha.
    await capped({ picoPerDay: 2_500_000_000n });
    await site.publish("spend", ["alpha"], { tierRules: [{ caps: { ...NO_CAPS, picoPerDay: 1_030_000_000n } }] });
    expect((await caller.post({ model: "spend", max_tokens: 20 })).status).toBe(200);
    const refused = await caller.post({ model: "spend", max_tokens: 2_000 });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({
      error: { code: "all_rate_limited", metadata: { attempts: [], dropped: [{ reason: expect.stringMatching(/a day \(UTC\)/) as string }] } },
    });
    await site.gateway.ledger.flush();
    const again = await openGateway(parseEnv({ DATABASE_URL: site.database.url, ROUTELEDGER_DATA_DIR: site.dataDir }), () => undefined);
    const second = await openNode(again.gateway);
    const restarted = createCaller({ ...site, gateway: again.gateway }, () => second);
    expect((await restarted.post({ model: "spend", max_tokens: 2_000 })).status).toBe(429);
    await second.close();
    await again.close();
  });

  it("of USD a day cannot be kept without a price, so the tier is skipped", async () => {
    await site.publish("unpriced", ["alpha", "beta"], { tierRules: [{ caps: { ...NO_CAPS, picoPerDay: 10n ** 15n } }] });
    const catalog = site.gateway.live.findTeam(site.teamId)?.catalog;
    const id = catalog?.endpoints.get(`alpha/${MODEL}`)?.id ?? "";
    const prices = catalog?.prices.get(id) ?? [];
    catalog?.prices.delete(id);
    expect(await providersAsked(await caller.post({ model: "unpriced" }))).toEqual(["beta"]);
    catalog?.prices.set(id, prices);
    expect(await providersAsked(await caller.post({ model: "unpriced" }))).toEqual(["alpha"]);
  });

  it("that a provider's headers teach is kept without being asked", async () => {
    const headers = { "x-ratelimit-remaining-requests": "1", "x-ratelimit-reset-requests": "30s", "x-ratelimit-limit-requests": "60" };
    site.practice.setScript("alpha/llama", { headers });
    expect(await providersAsked(await caller.post({ model: "cascade" }))).toEqual(["alpha"]);
    site.practice.setScript("alpha/llama", { headers: { ...headers, "x-ratelimit-remaining-requests": "0" } });
    expect(await providersAsked(await caller.post({ model: "cascade" }))).toEqual(["alpha"]);
    const { call, attempts } = await caller.recorded(await caller.post({ model: "cascade" }));
    expect(attempts.map(({ provider }) => provider)).toEqual(["beta"]);
    expect((call.plan as Entry[])[0]).toMatchObject({ drop: "capped", reason: "at its cap of 60 requests at the provider (0 left)" });
    site.practice.setScript("alpha/llama", { headers: null });
  });
});

describe("a deadline", () => {
  const within = (ms: string) => ({ headers: { authorization: `Bearer ${site.apiKey}`, "content-type": "application/json", "x-routeledger-deadline-ms": ms } });

  it.each(["0", "-5", "soon", "1e3", "99999999"])("of %s is refused, not ignored", async (ms) => {
    const response = await caller.post({ model: "cascade" }, within(ms));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param: "x-routeledger-deadline-ms" } });
  });

  it("is shared out, so that a tier that hangs leaves the next one its time", async () => {
    site.practice.setScript("alpha/llama", { sequence: "* x hang_headers" });
    const { call, attempts } = await caller.recorded(await caller.post({ model: "cascade" }, within("400")));
    expect(attempts).toMatchObject([{ provider: "alpha", cause: "timeout_total" }, { provider: "beta", outcome: "served" }]);
    expect(attempts[0]?.totalMs).toBeGreaterThanOrEqual(199);
    expect(call.totalMs).toBeLessThan(400);
  });

  it("gives the last tier all that is left, though its own timers are shorter", async () => {
    await site.publish("hasty", ["alpha", "beta"], { timers: { answerMs: 60 } });
    site.practice.setScript("alpha/llama", { sequence: "* x hang_headers" });
    site.practice.setScript("beta/llama", { firstTokenMs: 150 });
    expect(await providersAsked(await caller.post({ model: "hasty" }))).toEqual(["alpha", "beta"]);
  });

  it("ends a call that nobody serves in time with 504", async () => {
    site.practice.setScript("alpha/llama", { sequence: "* x hang_headers" });
    site.practice.setScript("beta/llama", { sequence: "* x hang_headers" });
    const response = await caller.post({ model: "cascade" }, within("120"));
    expect(response.status).toBe(504);
    expect((await caller.recorded(response)).call.totalMs).toBeLessThan(120 + 100);
  });
});

describe("a limit that ends soon", () => {
  it("is waited for when falling back costs more than the waiting is worth", async () => {
    const wait = { maxMs: 2_000, picoPerSecond: 1_000n };
    await site.publish("patient", ["alpha", "beta"], { rules: { wait } });
    await site.publish("hurried", ["alpha", "beta"], { rules: { wait: { ...wait, picoPerSecond: 10n ** 12n } } });
    const script = { sequence: ["1 x soon", "* x ok"], faults: { soon: { kind: "status", status: 429, headers: { "retry-after-ms": "80" } } } } as const;
    site.practice.setScript("alpha/llama", { ...script, sequence: [...script.sequence] });
    const { attempts } = await caller.recorded(await caller.post({ model: "patient" }));
    expect(attempts.map(({ provider, retry, outcome }) => [provider, retry, outcome])).toEqual([["alpha", 0, "failed"], ["alpha", 1, "served"]]);
    caller.reset();
    site.practice.setScript("alpha/llama", { ...script, sequence: [...script.sequence] });
    expect(await providersAsked(await caller.post({ model: "hurried" }))).toEqual(["alpha", "beta"]);
  });
});
