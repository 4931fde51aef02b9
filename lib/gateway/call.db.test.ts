import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chunksOf, createCaller, type Usage } from "./testing/caller";
import { createInstallation, MODEL, type Installation } from "./testing/installation";
import { MOUNTS, type Mount } from "./testing/mounts";

let site: Installation;
beforeAll(async () => {
  site = await createInstallation();
  await site.publish("cascade", ["alpha", "beta"]);
});
afterAll(() => site.close());

type Answer = { model: string; provider: string; usage: Usage; choices: { message: { content: string } }[]; system_fingerprint: unknown };

describe.each(MOUNTS)("a call by the %s mount", (_name, open) => {
  let mount: Mount;
  let caller: ReturnType<typeof createCaller>;
  beforeAll(async () => {
    mount = await open(site.gateway);
    caller = createCaller(site, () => mount);
  });
  afterAll(() => mount.close());
  beforeEach(() => {
    caller.reset();
  });
  const post: typeof caller.post = (...call) => caller.post(...call);
  const recorded: typeof caller.recorded = (response) => caller.recorded(response);

  it("is served by its first tier, and priced to the pico", async () => {
    const response = await post({ model: "cascade", seed: 1 });
    expect(response.status).toBe(200);
    const answer = (await response.json()) as Answer;
    expect(answer).toMatchObject({ model: MODEL, provider: "alpha", usage: { prompt_tokens: 1_000, completion_tokens: 20 } });
    // 1,020 tokens at $1.00 per million.
    expect(answer.usage.cost).toBe(0.00102);
    expect(answer.usage.cost_details).toEqual({
      served: 0.00102, failed: 0, unknown_attempts: 0,
      upstream_inference_prompt_cost: 0.001, upstream_inference_completions_cost: 0.00002,
    });
    expect(answer.system_fingerprint).toBeTypeOf("string");
    expect(response.headers.get("x-routeledger-cost-usd")).toBe("0.00102");
    expect(response.headers.get("x-routeledger-tier")).toBe("1");
    const { call, attempts } = await recorded(response);
    expect(call).toMatchObject({ outcome: "served", servedTier: 1, rescued: false, costPico: 1_020_000_000n, comparable: true });
    // The baseline is beta at $5.00.
    expect(call.baselineCostPico).toBe(5_100_000_000n);
    expect(attempts).toMatchObject([{ outcome: "served", basis: "reported", httpStatus: 200, input: 1_000, output: 20 }]);
  });

  it("goes to the next tier when one fails, and says so in the record", async () => {
    site.practice.setScript("alpha/llama", { sequence: "* x rate_limited" });
    const response = await post({ model: "cascade" });
    expect(((await response.json()) as Answer).usage.cost).toBe(0.0051);
    expect(response.headers.get("x-routeledger-attempts")).toBe("2");
    const { call, attempts } = await recorded(response);
    expect(call).toMatchObject({ servedTier: 2, servedEndpoint: `beta/${MODEL}`, rescued: true, planPosition: 2, primaryCostPico: 1_020_000_000n });
    expect(attempts).toMatchObject([
      { outcome: "failed", cause: "rate_limited", httpStatus: 429, costPico: 0n, basis: "reported", tier: 1 },
      { outcome: "served", cause: "", tier: 2, costPico: 5_100_000_000n },
    ]);
  });

  it.each([
    ["408", "server_error"], ["409", "server_error"], ["425", "server_error"], ["429", "rate_limited"],
    ["500", "server_error"], ["502", "server_error"], ["503", "overloaded"], ["529", "overloaded"],
    ["401", "auth"], ["402", "credit"], ["404", "not_found"], ["302", "malformed"],
    ["html", "malformed"], ["malformed_json", "malformed"], ["truncated_json", "malformed"],
    ["empty_choices", "malformed"], ["error_body", "server_error"], ["cut_rst", "network"], ["cut_fin", "network"],
    ["cut_unframed", "malformed"],
  ])("leaves a tier that answers with %s", async (fault, cause) => {
    site.practice.setScript("alpha/llama", { sequence: `* x ${fault}` });
    const response = await post({ model: "cascade" });
    expect(response.status).toBe(200);
    const { attempts } = await recorded(response);
    expect(attempts.map((attempt) => attempt.cause)).toEqual([cause, ""]);
  });

  it("asks once more when a kept connection had died, and then leaves the tier", async () => {
    await post({ model: "cascade" });
    site.practice.setScript("alpha/llama", { sequence: "* x refuse" });
    const { call, attempts } = await recorded(await post({ model: "cascade" }));
    expect(attempts.map(({ tier, retry, cause }) => [tier, retry, cause])).toEqual([
      [1, 0, "network"], [1, 1, "network"], [2, 0, ""],
    ]);
    // The request had been sent: what it cost is not known.
    expect(call.unknownAttempts).toBe(2);
  });

  it("returns the client's own fault at once, and asks nobody else", async () => {
    site.practice.setScript("alpha/llama", { sequence: "* x bad_request" });
    const response = await post({ model: "cascade" });
    expect(response.status).toBe(400);
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(await response.json()).toMatchObject({
      error: { code: "upstream_refused_request", metadata: { attempts: [{ provider: "alpha", cause: "bad_request", status: 400 }] } },
    });
    expect(site.practice.account().total.requests).toBe(1);
    expect((await recorded(response)).call).toMatchObject({ outcome: "failed", cause: "bad_request", httpStatus: 400 });
  });

  it("books a call whatever a provider calls its error, and keeps the provider's words on our credential to itself", async () => {
    const faults = {
      strange: { kind: "status", status: 500, body: { error: { message: "x", code: "constructor" } } },
      leaky: { kind: "status", status: 400, body: { error: { message: "Incorrect API key provided: fw_3ZSECRET" } } },
    } as const;
    site.practice.setScript("alpha/llama", { sequence: ["1 x strange", "1 x leaky"], faults });
    for (const cause of ["server_error", "auth"]) {
      const { attempts } = await recorded(await post({ model: "cascade" }));
      expect(attempts.map((attempt) => attempt.cause)).toEqual([cause, ""]);
      expect(JSON.stringify(attempts.map((attempt) => attempt.detail))).not.toContain("SECRET");
    }
  });

  it("gives an error inside a 200 that is the client's fault a status of its own", async () => {
    const faults = { long: { kind: "error_body", error: { message: "too long", code: "context_length_exceeded" } } } as const;
    site.practice.setScript("alpha/llama", { sequence: "* x long", faults });
    const response = await post({ model: "cascade" });
    expect([response.status, (await recorded(response)).call.httpStatus]).toEqual([400, 400]);
  });

  it("does not call it a premium when the request itself left the first tier out", async () => {
    const { call } = await recorded(await post({ model: "cascade", provider: { only: ["beta"] } }));
    expect(call).toMatchObject({ rescued: false, costPico: 5_100_000_000n, primaryCostPico: 5_100_000_000n });
  });

  it.each([
    ["that no model can read", { prompt_tokens: 2_000_000_000, completion_tokens: 1 }],
    ["of nothing read", { prompt_tokens: 0, completion_tokens: 5 }],
    ["of nothing said, though something was", { prompt_tokens: 5, completion_tokens: 0 }],
  ])("does not bill a count of tokens %s, but estimates", async (_name, usage) => {
    const faults = { absurd: { kind: "bad_usage", usage } } as const;
    site.practice.setScript("alpha/llama", { sequence: "* x absurd", faults });
    const response = await post({ model: "cascade" });
    const told = ((await response.json()) as { usage: { prompt_tokens: number } }).usage;
    const { attempts } = await recorded(response);
    expect(attempts[0]?.basis).toBe("estimated");
    expect(attempts[0]?.input).toBeLessThan(1_000);
    expect(told.prompt_tokens).toBe(attempts[0]?.input);
  });

  it("estimates an image as what it is billed for, not by its bytes", async () => {
    site.practice.setScript("alpha/llama", { sequence: "* x missing_usage" });
    const url = `data:image/png;base64,${"A".repeat(30_000)}`;
    const content = [{ type: "text", text: "What is this?" }, { type: "image_url", image_url: { url } }];
    const { attempts } = await recorded(await post({ model: "cascade", messages: [{ role: "user", content }] }));
    expect(attempts[0]?.input).toBeLessThan(1_000);
    expect(attempts[0]?.input).toBeGreaterThan(765);
  });

  it("says the most useful thing when nobody served", async () => {
    site.practice.setScript("alpha/llama", { sequence: "* x busy", faults: { busy: { kind: "status", status: 429, retryAfter: 30 } } });
    site.practice.setScript("beta/llama", { sequence: "* x late", faults: { late: { kind: "status", status: 429, retryAfter: 7 } } });
    const limited = await post({ model: "cascade" });
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "7"]);
    site.practice.setScript("beta/llama", { sequence: "* x 500" });
    site.gateway.routing.forget();
    const failed = await post({ model: "cascade" });
    expect([failed.status, failed.headers.get("retry-after")]).toEqual([502, null]);
    expect(await failed.json()).toMatchObject({
      error: { code: "all_attempts_failed", metadata: { attempts: [{ cause: "rate_limited" }, { cause: "server_error" }] } },
    });
  });

  it("gives up on a tier that is silent for too long", async () => {
    await site.publish("impatient", ["alpha", "beta"], { timers: { answerMs: 60, firstTokenMs: 60 } });
    site.practice.setScript("alpha/llama", { sequence: "* x hang_headers" });
    const whole = await recorded(await post({ model: "impatient" }));
    expect(whole.attempts).toMatchObject([{ cause: "timeout_total", basis: "unknown", costPico: null }, { outcome: "served" }]);
    expect(whole.call).toMatchObject({ unknownAttempts: 1, comparable: false });
    const streamed = await post({ model: "impatient", stream: true });
    expect((await chunksOf(streamed)).done).toBe(true);
    expect((await recorded(streamed)).attempts).toMatchObject([{ cause: "timeout_first_token" }, { outcome: "served" }]);
  });

  it("ends a call whose time is over before anybody could answer, and records it", async () => {
    await site.publish("hopeless", ["alpha", "beta"], { timers: { totalMs: 1 } });
    // Timers may fire a little early, so the second may still be asked: neither answers.
    for (const provider of ["alpha", "beta"]) site.practice.setScript(`${provider}/llama`, { sequence: "* x hang_headers" });
    const response = await post({ model: "hopeless" });
    expect(response.status).toBe(504);
    expect((await recorded(response)).call).toMatchObject({ outcome: "failed", cause: "timeout_total", servedTier: 0 });
  });

  it("asks the same endpoint again as often as its tier says", async () => {
    await site.publish("stubborn", ["alpha", "beta"], { retries: 1 });
    site.practice.setScript("alpha/llama", { sequence: "1 x 500, * x ok".split(", ") });
    const { call, attempts } = await recorded(await post({ model: "stubborn" }));
    expect(attempts).toMatchObject([{ tier: 1, retry: 0, outcome: "failed" }, { tier: 1, retry: 1, outcome: "served" }]);
    expect(call.rescued).toBe(false);
  });

  it("names what served the way the request named it", async () => {
    site.practice.setScript("alpha/llama", { sequence: "* x 429" });
    site.practice.setScript("beta/llama", { sequence: "* x 500" });
    site.practice.setScript("gamma/llama", { sequence: "* x 503" });
    const chain = ["alpha", "beta", "gamma", "delta"].map((provider) => `${provider}/${MODEL}`);
    for (const body of [{ model: chain, plugins: { routing: "fallback" } }, { models: chain, route: "fallback" }]) {
      const response = await post(body);
      expect(await response.json()).toMatchObject({ model: `delta/${MODEL}`, provider: "delta" });
      const { call, attempts } = await recorded(response);
      expect(call).toMatchObject({ profileSlug: "(ad hoc)", servedTier: 4, baselineCostPico: null });
      expect(attempts.map((attempt) => attempt.cause)).toEqual(["rate_limited", "server_error", "overloaded", ""]);
    }
    // A model alone: every endpoint of it, cheapest first.
    const byModel = await post({ model: MODEL });
    expect(await byModel.json()).toMatchObject({ model: MODEL, provider: "delta" });
  });

  it("takes other names than it has as dropped, as long as one is left", async () => {
    const response = await post({ model: ["lepton/nothing", `beta/${MODEL}`] });
    expect(response.status).toBe(200);
    expect((await recorded(response)).call.plan).toContainEqual({
      endpoint: "lepton/nothing", tier: 0, kept: false, reason: "no endpoint, model, alias or profile has this name",
      drop: "unresolved", expectedCostUsd: null, expectedMs: null,
    });
  });

  it("passes fields that it does not know on as they are", async () => {
    const tools = [{ type: "function", function: { name: "f", parameters: { type: "object" } } }];
    site.practice.setScript("alpha/llama", { tool: true });
    const response = await post({ model: "cascade", tools, tool_choice: "auto" });
    expect(await response.json()).toMatchObject({ choices: [{ message: { tool_calls: [{ function: { name: "f" } }] } }] });
  });

  it("estimates what a provider does not report, and says so", async () => {
    site.practice.setScript("alpha/llama", { sequence: "* x missing_usage" });
    const response = await post({ model: "cascade" });
    const answer = (await response.json()) as Answer;
    const { call, attempts } = await recorded(response);
    expect(attempts).toMatchObject([{ basis: "estimated" }]);
    expect(answer.usage.cost_details.estimated).toBe(true);
    expect(Math.round(answer.usage.cost * 1e12)).toBe(Number(call.costPico));
  });
});
