import https from "node:https";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCaller } from "./testing/caller";
import { prepareCascades, textOf, type Caller } from "./testing/cascade";
import { DIALECTS } from "./testing/first-tier";
import { createInstallation, type Installation } from "./testing/installation";
import { MOUNTS, type Mount } from "./testing/mounts";
import { createSelfSigned } from "./testing/self-signed";
import { readTold } from "./testing/told";

/** Servers that no call may come through to, and how often one did. */
const heard = { tls: 0 };
const servers: Server[] = [];
const sockets = new Set<Socket>();

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

let site: Installation;
beforeAll(async () => {
  site = await createInstallation();
  await prepareCascades(site);
  const selfSigned = await listen(https.createServer(createSelfSigned(), (_request, response) => {
    heard.tls += 1;
    response.end("{}");
  }));
  const silent = await listen(createServer((socket) => socket.on("error", () => undefined)));
  const closing = await listen(createServer((socket) => socket.destroy()));
  const baseUrls = {
    refused: "http://127.0.0.1:1/v1",
    "no-such-name": "http://nowhere.invalid/v1",
    "self-signed": `https://127.0.0.1:${selfSigned}/v1`,
    "plain-for-tls": `https://127.0.0.1:${site.practice.port}/alpha/v1`,
    "closing-tls": `https://127.0.0.1:${closing}/v1`,
    "silent-tls": `https://127.0.0.1:${silent}/v1`,
  };
  for (const [slug, baseUrl] of Object.entries(baseUrls)) {
    for (const dialect of DIALECTS) {
      await site.addProvider({ slug: `${slug}-${dialect}`, baseUrl, dialect, model: slug });
      await site.publish(`${slug}-${dialect}`, [`${slug}-${dialect}`, "beta"], { timers: { connectMs: slug === "silent-tls" ? 60 : 5_000 } });
    }
  }
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
  await site.close();
});

const rows = [
  ["refused", "network", "ECONNREFUSED"],
  ["no-such-name", "network", /^(ENOTFOUND|EAI_AGAIN)$/],
  ["self-signed", "network", "DEPTH_ZERO_SELF_SIGNED_CERT"],
  ["plain-for-tls", "network", /SSL|EPROTO/],
  ["closing-tls", "network", "ECONNRESET"],
  ["silent-tls", "timeout_connect", "no connection in time"],
] as const;

describe.each(MOUNTS)("a connection that never stands, by the %s mount", (_name, open) => {
  let mount: Mount;
  let caller: Caller;
  beforeAll(async () => {
    mount = await open(site.gateway);
    caller = createCaller(site, () => mount);
  });
  afterAll(() => mount.close());

  describe.each(DIALECTS)("to a provider of the %s dialect", (dialect) => {
    it.each(rows)("because it is %s leaves the tier, and costs nothing", async (slug, cause, detail) => {
      for (const stream of [false, true]) {
        site.gateway.routing.forget();
        site.practice.reset();
        const response = await caller.post({ model: `${slug}-${dialect}`, stream });
        const told = await readTold(response, stream);
        const { call, attempts } = await caller.recorded(response);
        expect(attempts).toMatchObject([
          // Nobody was asked, and that is known: it is no unknown cost.
          { tier: 1, retry: 0, cause, httpStatus: null, basis: "reported", costPico: 0n, connectMs: null, detail: expect.stringMatching(detail) as string },
          { tier: 2, outcome: "served" },
        ]);
        expect([told.complete, told.text, told.provider]).toEqual([true, textOf("beta"), "beta"]);
        const [owed] = site.practice.account().requests.map(({ costPico }) => BigInt(costPico));
        expect([call.costPico, told.costPico, call.unknownAttempts, call.rescued]).toEqual([owed, owed, 0, true]);
        expect(site.practice.account().total.requests).toBe(1);
      }
    });
  });

  it("never speaks to whoever it cannot be sure of", () => {
    expect(heard.tls).toBe(0);
  });
});
