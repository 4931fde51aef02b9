import { ServerResponse } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { newId } from "@/lib/accounts/audit";
import { PICO_PER_USD } from "@/lib/core/money";
import { NO_CAPS } from "@/lib/core/profile";
import type { Answer } from "@/lib/upstream/answer";
import { createCaller } from "./testing/caller";
import { createInstallation, LOG, type Installation } from "./testing/installation";
import { answerFetch } from "./next-mount";
import type { Pass } from "./routing-state";
import { createServer, type Serving } from "./server";

let site: Installation;
let serving: Serving;
let port: number;
beforeAll(async () => {
  site = await createInstallation();
  await site.publish("cascade", ["alpha", "beta"]);
  serving = createServer({ gateway: site.gateway, maxBodyBytes: 1_000_000, pagesUrl: null, upgrades: false });
  await new Promise<void>((resolve) => serving.server.listen(0, "127.0.0.1", resolve));
  ({ port } = serving.server.address() as AddressInfo);
});
afterAll(async () => {
  serving.server.closeAllConnections();
  await new Promise((resolve) => serving.server.close(resolve));
  await site.close();
});
beforeEach(() => {
  site.practice.reset();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const request = (body: object) => {
  const text = JSON.stringify({ model: "cascade", messages: [{ role: "user", content: "hi" }], ...body });
  return `POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${site.apiKey}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
};
const outcomes = async () => {
  await site.gateway.ledger.flush();
  return (await site.db.call.findMany({ orderBy: { id: "asc" } })).map((call) => call.outcome);
};

it("settles both calls of a connection that leaves with one waiting behind the other", async () => {
  site.practice.setScript("alpha/llama", { sequence: ["1 x hang_headers", "1 x hang_stream"] });
  const socket = connect(port, "127.0.0.1");
  socket.write(request({}));
  await expect.poll(() => site.practice.account().total.open).toBe(1);
  socket.write(request({ stream: true }));
  await expect.poll(() => site.practice.account().total.open).toBe(2);
  socket.destroy();
  await expect.poll(() => serving.openRequests()).toBe(0);
  await expect.poll(() => site.practice.account().total.open).toBe(0);
  await expect.poll(outcomes).toEqual(["aborted", "aborted"]);
  const first = await site.db.call.findFirstOrThrow({ where: { stream: false } });
  const record = await fetch(`http://127.0.0.1:${port}/v1/calls/${first.id}`, { headers: { authorization: `Bearer ${site.apiKey}` } });
  // Whatever the provider had done by then is not known, and so not zero.
  expect(await record.json()).toMatchObject({ outcome: "aborted", cost: null, unknown_attempts: 1, attempts: [{ cost: null }] });
  site.practice.setScript("alpha/llama", { sequence: null });
});

it("settles a stream of the route handler's that nobody ever reads", async () => {
  site.practice.setScript("alpha/llama", { answerTokens: 5_000, tokensPerSecond: 100 });
  const before = (await outcomes()).length;
  const leaving = new AbortController();
  const [head = "", body = ""] = request({ stream: true }).split("\r\n\r\n");
  expect(head).toContain("POST");
  await answerFetch(
    new Request("http://127.0.0.1/v1/chat/completions", {
      method: "POST", body, signal: leaving.signal,
      headers: { authorization: `Bearer ${site.apiKey}`, "content-type": "application/json" },
    }),
    site.gateway,
    1_000_000,
  );
  leaving.abort();
  await expect.poll(async () => (await outcomes()).slice(before)).toEqual(["aborted"]);
  site.practice.setScript("alpha/llama", { answerTokens: null, tokensPerSecond: null });
});

it("a stream goes on undisturbed while its provider is pointed elsewhere", async () => {
  site.practice.setScript("alpha/llama", { answerTokens: 40, tokensPerSecond: 100 });
  const socket = connect(port, "127.0.0.1");
  socket.write(request({ stream: true }));
  let text = "";
  socket.on("data", (data) => (text += String(data)));
  await expect.poll(() => text).toContain("data:");
  await site.db.provider.updateMany({ where: { slug: "alpha" }, data: { baseUrl: `${site.practice.url}/alpha/v1/` } });
  await site.gateway.live.refresh();
  const other = connect(port, "127.0.0.1");
  other.write(request({}));
  await expect.poll(() => text, { timeout: 3_000 }).toContain("[DONE]");
  socket.destroy();
  other.destroy();
  site.practice.setScript("alpha/llama", { answerTokens: null, tokensPerSecond: null });
});

const broken = (): never => {
  throw new Error("ours");
};

/** What routing is told by, with one of its ways broken. */
function breakPass(way: Exclude<keyof Pass, "giveUp">): void {
  const { routing } = site.gateway;
  const enter = routing.enter.bind(routing);
  vi.spyOn(routing, "enter").mockImplementation((entrance) => {
    const door = enter(entrance);
    return door.open ? { open: true, pass: { ...door.pass, [way]: broken } } : door;
  });
}

/** What a provider answered, with something in it that our code cannot take. */
function breakAnswer(change: (answer: Answer) => Answer): void {
  const { gateway } = site;
  const ask = gateway.ask.bind(gateway);
  vi.spyOn(gateway, "ask").mockImplementation(async (...args) => change(await ask(...args)));
}

const unreadable = new Proxy({}, { get: broken }) as never;

/** At which write to the client its socket breaks. */
function breakWrite(at: number): void {
  const write = Reflect.get(ServerResponse.prototype, "write") as (...args: unknown[]) => boolean;
  let writes = 0;
  vi.spyOn(ServerResponse.prototype, "write").mockImplementation(function (this: ServerResponse, ...args: unknown[]) {
    if (!this.req.url?.startsWith("/api/v1/chat")) return write.apply(this, args);
    return (writes += 1) === at ? broken() : write.apply(this, args);
  });
}

const ON_OUR_SIDE: [what: string, plant: () => void, stream: boolean, basis: string, outcome: string][] = [
  ["routing that fails when a stream speaks", () => { breakPass("speaks"); }, true, "reported", "served"],
  ["routing that fails at a stream's end", () => { breakPass("end"); }, true, "reported", "served"],
  ["routing that fails at an answer's end", () => { breakPass("end"); }, false, "reported", "served"],
  ["a head that cannot be passed on", () => { breakAnswer((answer) => (answer.kind === "speaking" ? { ...answer, head: [unreadable] } : answer)); }, true, "estimated", "aborted"],
  ["a chunk that cannot be passed on", () => {
    breakAnswer((answer) => (answer.kind === "speaking" ? { ...answer, readOn: (take) => answer.readOn((chunks) => take([...chunks, unreadable])) } : answer));
  }, true, "estimated", "aborted"],
  ["a reading that fails", () => { breakAnswer((answer) => (answer.kind === "speaking" ? { ...answer, readOn: broken } : answer)); }, true, "unknown", "aborted"],
  ["usage of a stream that cannot be priced", () => {
    breakAnswer((answer) => (answer.kind === "speaking" ? { ...answer, readOn: async (take) => ({ ...(await answer.readOn(take)), usage: unreadable }) } : answer));
  }, true, "unknown", "served"],
  ["usage of an answer that cannot be priced", () => { breakAnswer((answer) => (answer.kind === "whole" ? { ...answer, usage: unreadable } : answer)); }, false, "unknown", "served"],
  ["headers that cannot be said", () => { vi.spyOn(site.gateway.keys, "enter").mockReturnValue({ used: () => undefined, leave: () => undefined, headers: broken }); }, true, "unknown", "aborted"],
  ["a header that cannot be sent", () => {
    vi.spyOn(site.gateway.keys, "enter").mockReturnValue({ used: () => undefined, leave: () => undefined, headers: () => ({ "x-a": "\u0000" }) });
  }, true, "estimated", "aborted"],
  ["the first write to a client", () => { breakWrite(1); }, true, "estimated", "aborted"],
  ["a later write to a client", () => { breakWrite(4); }, true, "estimated", "aborted"],
];

describe("our own code failing in the midst of a call", () => {
  beforeAll(async () => {
    const { teamId } = site;
    await site.publish("single", ["alpha"], { tierRules: [{ caps: { ...NO_CAPS, concurrent: 1 } }] });
    await site.db.budget.create({ data: { teamId, id: newId(), name: "All", scope: "team", subject: "", amountPico: PICO_PER_USD, period: "month", action: "stop" } });
    await site.gateway.live.refresh();
    await site.gateway.budgets.refresh();
  });

  it.each(ON_OUR_SIDE)("gives everything back and books what is known: %s", async (_what, plant, stream, basis, outcome) => {
    const { teamId } = site;
    const caller = createCaller(site, () => ({ fetch: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init), close: () => Promise.resolve() }));
    caller.reset();
    site.practice.setScript("alpha/llama", { answerTokens: 40, tokensPerSecond: 400 });
    const before = (await outcomes()).length;
    const faults = LOG.length;
    plant();
    const body = { model: "single", stream, max_tokens: 40 };
    const text = await caller.post(body).then((answer) => answer.text(), () => "");
    vi.restoreAllMocks();
    await expect.poll(() => site.gateway.status().calls).toBe(0);
    await expect.poll(() => site.practice.account().total.open).toBe(0);
    if (outcome === "aborted") expect(text).not.toContain("[DONE]");
    expect((await outcomes()).slice(before)).toEqual([outcome]);
    expect(LOG.slice(faults).join()).toMatch(/ours|INVALID_CHAR/);
    const call = await site.db.call.findFirstOrThrow({ orderBy: { id: "desc" } });
    const attempts = await site.db.attempt.findMany({ where: { callId: call.id } });
    expect(attempts).toMatchObject([{ basis, outcome }]);
    const purse = site.gateway.budgets.openPurse({ teamId, profileSlug: "single", apiKeyId: "", memberId: "", tags: {} }, Date.now());
    expect(purse?.findShortage(PICO_PER_USD, Date.now())?.isSoonFree, "nothing stays reserved").toBe(false);
    const next = await caller.post(body);
    expect([next.status, (await next.text()).includes("error")], "its place is free").toEqual([200, false]);
  });
});
