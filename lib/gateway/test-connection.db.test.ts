import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Member, NotAllowedError } from "@/lib/accounts/member";
import { loadInstallationSecret } from "@/lib/accounts/secret";
import { createServer } from "./server";
import { TEST_KEY_NAME, testConnection, type TestHouse } from "./test-connection";
import { createInstallation, type Installation } from "./testing/installation";

let site: Installation;
let server: ReturnType<typeof createServer>["server"];
let house: TestHouse;
let member: Member;

beforeAll(async () => {
  site = await createInstallation();
  ({ server } = createServer({ gateway: site.gateway, maxBodyBytes: 1_000_000, pagesUrl: null, upgrades: false }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { peppers } = loadInstallationSecret({ dataDir: site.dataDir, fromEnv: undefined });
  house = { db: site.db, peppers, gatewayUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  const { userId, role } = await site.db.member.findFirstOrThrow({ where: { teamId: site.teamId } });
  member = { teamId: site.teamId, userId, role };
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await site.close();
});

const endpointOf = async (slug: string) => (await site.db.endpoint.findFirstOrThrow({ where: { teamId: site.teamId, provider: { slug } } })).id;
const run = async (slug: string, by = member) => testConnection(house, by, await endpointOf(slug), new Date());

test("one real call is made, priced exactly, and in the ledger under one key", async () => {
  const test = await run("alpha");
  // 1,000 tokens in and 20 out at $1 per million each.
  expect(test).toMatchObject({ kind: "served", costUsd: "0.00102", inputTokens: 1_000, outputTokens: 20 });
  if (test?.kind !== "served") throw new Error("not served");
  expect(await run("alpha")).toMatchObject({ kind: "served" });
  await site.gateway.ledger.flush();
  const keys = await site.db.apiKey.findMany({ where: { teamId: site.teamId, name: TEST_KEY_NAME } });
  expect(keys).toHaveLength(1);
  expect(keys[0]?.expiresAt?.getTime()).toBeLessThan(Date.now() + 180_000);
  const call = await site.db.call.findFirstOrThrow({ where: { teamId: site.teamId, id: test.callId } });
  expect(call).toMatchObject({ apiKeyId: keys[0]?.id, profileSlug: "(ad hoc)" });
  const attempts = await site.db.attempt.findMany({ where: { callId: test.callId } });
  expect(attempts.map(({ costPico }) => costPico)).toEqual([1_020_000_000n]);
});

test("what fails is told by its cause, and is in the ledger too", async () => {
  site.practice.setScript("beta/llama", { sequence: "* x auth" });
  const test = await run("beta");
  expect(test).toMatchObject({ kind: "failed", cause: "auth", status: 401 });
});

test("nobody but who may change the catalog makes one, and only of their own team's endpoints", async () => {
  await expect(run("alpha", { ...member, role: "member" })).rejects.toThrow(NotAllowedError);
  const other = await site.db.team.findFirstOrThrow({ where: { slug: "other" } });
  expect(await run("alpha", { ...member, teamId: other.id })).toBeNull();
});

test("a gateway that is not there is said to be", async () => {
  const test = await testConnection({ ...house, gatewayUrl: "http://127.0.0.1:1" }, member, await endpointOf("alpha"), new Date());
  expect(test).toEqual({ kind: "unreachable", reason: "nothing answers at its address" });
});
