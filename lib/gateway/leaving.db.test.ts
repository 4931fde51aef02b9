import { connect, type AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createInstallation, type Installation } from "./testing/installation";
import { answerFetch } from "./next-mount";
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
