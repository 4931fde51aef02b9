import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FixtureFileResponse, FixtureOpts } from "@copilotkit/aimock";
import { setCredential } from "@/lib/accounts/credentials";
import { loadInstallationSecret } from "@/lib/accounts/secret";
import { OPERATOR } from "@/lib/core/change";
import { BILL_PICO, createAimockSite, MOCK_KEY, PLACES, USAGE, type AimockSite, type Place } from "./testing/aimock";
import { chunksOf, createCaller } from "./testing/caller";
import { MOUNTS, type Mount } from "./testing/mounts";

const DIALECTS = ["openai", "anthropic"] as const;
const OTHER = { openai: "anthropic", anthropic: "openai" } as const;

let site: AimockSite;
beforeAll(async () => {
  site = await createAimockSite();
  for (const place of DIALECTS) {
    await site.publishPlaces(`${place}-first`, [place, OTHER[place]]);
    await site.publishPlaces(`${place}-twice`, [place, OTHER[place]], { retries: 1, rules: { backoff: { baseMs: 1, capMs: 1 } } });
    await site.publishPlaces(`${place}-hurried`, [place, OTHER[place]], { timers: { answerMs: 80, firstTokenMs: 80 } });
  }
});
afterAll(() => site.close());

const GOOD: FixtureFileResponse = { content: "All is well here.", usage: USAGE };
const error = (status: number, type: string, message = "x", code?: string): FixtureFileResponse => ({ status, error: { type, message, ...(code ? { code } : {}) } });

/** What a fault is, and what must be recorded of it: the cause, and whether the provider may bill something for it. */
type Fault = [name: string, cause: string, owes: "nothing" | "perhaps", response: FixtureFileResponse, more?: FixtureOpts];

const FAULTS: Fault[] = [
  ["chaos that drops the request", "server_error", "nothing", GOOD, { chaos: { dropRate: 1 } }],
  ["chaos that limits the rate", "rate_limited", "nothing", GOOD, { chaos: { rateLimitRate: 1 } }],
  ["chaos that garbles the answer", "malformed", "perhaps", GOOD, { chaos: { malformedRate: 1 } }],
  ["chaos that hangs up", "network", "perhaps", GOOD, { chaos: { disconnectRate: 1 } }],
  ["401", "auth", "nothing", error(401, "authentication_error")],
  ["403", "auth", "nothing", error(403, "permission_error")],
  ["404", "not_found", "nothing", error(404, "not_found_error")],
  ["408", "server_error", "nothing", error(408, "timeout_error")],
  ["429", "rate_limited", "nothing", error(429, "rate_limit_error")],
  ["500", "server_error", "nothing", error(500, "api_error")],
  ["502", "server_error", "nothing", error(502, "api_error")],
  ["503", "overloaded", "nothing", error(503, "api_error")],
  ["504", "server_error", "nothing", error(504, "timeout_error")],
  ["529", "overloaded", "nothing", error(529, "overloaded_error")],
];

/** What can befall a stream before it has said anything. Its first event says only who speaks. */
const STREAM_FAULTS: Fault[] = [
  ["the end of the connection after the first event", "network", "perhaps", GOOD, { truncateAfterChunks: 1, latency: 10 }],
  ["the end of the connection before any event", "network", "perhaps", GOOD, { disconnectAfterMs: 30, streamingProfile: { ttft: 5_000 } }],
];

describe.each(MOUNTS)("by the %s mount, a fault of a provider that others wrote", (_name, open) => {
  let mount: Mount;
  let caller: ReturnType<typeof createCaller>;
  beforeAll(async () => {
    mount = await open(site.gateway);
    caller = createCaller(site, () => mount);
  });
  afterAll(() => mount.close());
  beforeEach(() => {
    site.forget();
  });

  const post: typeof caller.post = (...call) => caller.post(...call);
  async function textOf(response: Response, stream: boolean): Promise<string> {
    if (!stream) return ((await response.json()) as { choices: { message: { content: string } }[] }).choices[0]?.message.content ?? "";
    const { chunks, done } = await chunksOf(response);
    expect(done).toBe(true);
    return chunks.map(({ choices }) => (choices[0]?.delta as { content?: string }).content ?? "").join("");
  }

  const CASES = DIALECTS.flatMap((place) => [false, true].map((stream) => ({ place, stream, kind: stream ? "stream" : "whole answer" })));

  describe.each(CASES)("asked as $place for a $kind", ({ place, stream }) => {
    const second = OTHER[place];

    it.each(stream ? [...FAULTS, ...STREAM_FAULTS] : FAULTS)("leads on after %s (%s), which owes %s", async (_fault, cause, owes, response, more) => {
      site.script(place, response, more);
      site.script(second, GOOD);
      const answer = await post({ model: `${place}-first`, stream });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("x-routeledger-tier")).toBe("2");
      expect(await textOf(answer, stream)).toBe("All is well here.");
      const { call, attempts } = await caller.recorded(answer);
      const failures = attempts.slice(0, -1);
      // A kept connection that dies without a word may just have been closed as idle: then the tier is asked once more.
      expect(failures.length).toBeGreaterThan(0);
      expect(failures.length).toBeLessThanOrEqual(cause === "network" ? 2 : 1);
      expect(failures.map((attempt) => attempt.retry)).toEqual(failures.map((_, index) => index));
      const owed = owes === "nothing" ? { costPico: 0n, basis: "reported" } : { costPico: null, basis: "unknown" };
      for (const attempt of failures) expect(attempt).toMatchObject({ tier: 1, outcome: "failed", cause, ...owed });
      expect(attempts.at(-1)).toMatchObject({ tier: 2, outcome: "served", costPico: BILL_PICO[second], basis: "reported" });
      expect(call).toMatchObject({
        outcome: "served", servedTier: 2, rescued: true, costPico: BILL_PICO[second], primaryCostPico: BILL_PICO[place],
        unknownAttempts: owes === "nothing" ? 0 : failures.length,
      });
      expect([site.asked(place), site.asked(second)]).toEqual([failures.length, 1]);
    });

    it("does not ask again while the limit holds that a 429 told", async () => {
      site.script(place, GOOD, { chaos: { rateLimitRate: 1 } });
      site.script(second, GOOD);
      for (let calls = 0; calls < 3; calls += 1) {
        const { call } = await caller.recorded(await drained(post({ model: `${place}-first`, stream })));
        expect(call).toMatchObject({ servedTier: 2, rescued: true, attemptCount: calls === 0 ? 2 : 1 });
      }
      expect([site.asked(place), site.asked(second)]).toEqual([1, 3]);
    });

    it("is asked again as often as its tier says, and serves when the fault has passed", async () => {
      site.script(place, GOOD);
      site.mock.nextRequestError(500, { message: "for once", type: "api_error" });
      const { call, attempts } = await caller.recorded(await drained(post({ model: `${place}-twice`, stream })));
      expect(attempts.map(({ tier, retry, cause }) => [tier, retry, cause])).toEqual([[1, 0, "server_error"], [1, 1, ""]]);
      expect(call).toMatchObject({ rescued: false, costPico: BILL_PICO[place] });
    });

    it("is left when it is slower than the profile allows, and what it may bill is not known", async () => {
      site.script(place, GOOD, { chaos: { latencyMs: 2_000 } });
      site.script(second, GOOD);
      const { call, attempts } = await caller.recorded(await drained(post({ model: `${place}-hurried`, stream })));
      const cause = stream ? "timeout_first_token" : "timeout_total";
      expect(attempts).toMatchObject([{ cause, basis: "unknown", costPico: null }, { outcome: "served", tier: 2 }]);
      expect(call).toMatchObject({ costPico: BILL_PICO[second], unknownAttempts: 1, comparable: false });
    });

    it("that is the client's goes back to it at once, in OpenAI's words", async () => {
      site.script(place, error(400, "invalid_request_error", "messages: at least one message is required"));
      site.script(second, GOOD);
      const response = await post({ model: `${place}-first`, stream });
      expect([response.status, response.headers.get("x-should-retry")]).toEqual([400, "false"]);
      expect(await response.json()).toMatchObject({ error: { code: "upstream_refused_request", metadata: { attempts: [{ provider: place, cause: "bad_request" }] } } });
      expect(site.asked(second)).toBe(0);
    });

    it("that is a prompt too long for it leads on only to a larger window", async () => {
      const refusal = place === "openai"
        ? error(400, "invalid_request_error", "This model's maximum context length is 400000 tokens.", "context_length_exceeded")
        : error(400, "invalid_request_error", "prompt is too long: 1000001 tokens > 1000000 maximum");
      site.script(place, refusal);
      site.script(second, GOOD);
      const response = await drained(post({ model: `${place}-first`, stream }));
      const isLarger = PLACES[second].contextTokens > PLACES[place].contextTokens;
      expect([response.status, site.asked(second)]).toEqual(isLarger ? [200, 1] : [400, 0]);
      expect((await caller.recorded(response)).attempts[0]).toMatchObject({ cause: "context_length", costPico: 0n });
    });

    it("in every tier is told with what befell each", async () => {
      site.script(place, error(529, "overloaded_error"));
      site.script(second, error(429, "rate_limit_error"));
      const response = await post({ model: `${place}-first`, stream });
      expect(response.status).toBe(502);
      expect(await response.json()).toMatchObject({ error: { metadata: { attempts: [
        { provider: place, cause: "overloaded", status: 529 }, { provider: second, cause: "rate_limited", status: 429 },
      ] } } });
      expect((await caller.recorded(response)).call).toMatchObject({ outcome: "failed", servedTier: 0, costPico: 0n, unknownAttempts: 0 });
    });
  });

  it.each(DIALECTS)("of a stream of %s that has spoken ends it truthfully, and what came is billed", async (place) => {
    // A pause after each event, or it would take back what it has not sent yet.
    site.script(place, { content: "one two three four five six", usage: USAGE }, { chunkSize: 4, truncateAfterChunks: 5, latency: 10 });
    site.script(OTHER[place], GOOD);
    const response = await post({ model: `${place}-first`, stream: true });
    const { chunks, done } = await chunksOf(response);
    expect([done, chunks.at(-1)]).toMatchObject([false, { error: { code: 502 }, choices: [{ finish_reason: "error" }] }]);
    const { call, attempts } = await caller.recorded(response);
    expect(call).toMatchObject({ outcome: "failed", servedTier: 0 });
    expect(attempts).toMatchObject([{ outcome: "failed", basis: "estimated" }]);
    expect(attempts[0]?.costPico).toBeGreaterThan(0n);
    expect(site.asked(OTHER[place])).toBe(0);
  });

  it.each(DIALECTS)("that is our credential's keeps calls away from %s, and its words to ourselves", async (place) => {
    site.script(OTHER[place], GOOD);
    await withCredential(place, "a-key-that-is-not-known", async () => {
      const { call, attempts } = await caller.recorded(await drained(post({ model: `${place}-first` })));
      expect(attempts).toMatchObject([{ cause: "auth", httpStatus: 401, costPico: 0n, detail: "HTTP 401" }, { outcome: "served" }]);
      expect(call.costPico).toBe(BILL_PICO[OTHER[place]]);
      const next = await caller.recorded(await drained(post({ model: `${place}-first` })));
      expect(next.call).toMatchObject({ attemptCount: 1, rescued: true });
      expect(next.call.plan).toContainEqual(expect.objectContaining({ tier: 1, kept: false, drop: "down" }));
    });
  });

  async function withCredential(place: Place, value: string, run: () => Promise<void>): Promise<void> {
    await setKey(place, value);
    try {
      await run();
    } finally {
      await setKey(place, MOCK_KEY);
    }
  }
});

async function setKey(slug: Place, value: string): Promise<void> {
  const secret = loadInstallationSecret({ dataDir: site.dataDir, fromEnv: undefined });
  const provider = await site.db.provider.findUniqueOrThrow({ where: { teamId_slug: { teamId: site.teamId, slug } } });
  await setCredential(site.db, secret, { teamId: site.teamId, actor: OPERATOR }, provider, value);
  await site.gateway.live.refresh();
}

/** Read to its end: a call is settled by then. */
async function drained(response: Promise<Response>): Promise<Response> {
  const read = await response;
  await read.text();
  return read;
}
