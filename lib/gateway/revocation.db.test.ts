import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApiKey } from "@/lib/accounts/keys/create-api-key";
import { revokeApiKey } from "@/lib/accounts/keys/revoke-api-key";
import { operatorOf } from "@/lib/accounts/member";
import { generateApiKey } from "@/lib/accounts/api-key";
import { loadInstallationSecret } from "@/lib/accounts/secret";
import { parseEnv } from "@/lib/env";
import { openGateway, type OpenGateway } from "./open-gateway";
import { createInstallation, type Installation } from "./testing/installation";
import { openNode, type Mount } from "./testing/mounts";

let site: Installation;
let second: OpenGateway;
let mounts: Mount[];
beforeAll(async () => {
  site = await createInstallation();
  await site.publish("cascade", ["alpha"]);
  second = await openGateway(parseEnv({ DATABASE_URL: site.database.url, ROUTELEDGER_DATA_DIR: site.dataDir }), () => undefined);
  mounts = [await openNode(site.gateway), await openNode(second.gateway)];
});
afterAll(async () => {
  for (const mount of mounts) await mount.close();
  await second.close();
  await site.close();
});

let key: { keyId: string; text: string };
beforeEach(async () => {
  const { peppers } = loadInstallationSecret({ dataDir: site.dataDir, fromEnv: undefined });
  const owner = await site.db.user.findFirstOrThrow({ where: { email: "owner@acme.example" } });
  key = await createApiKey(site.db, peppers, { teamId: site.teamId, userId: owner.id, role: "owner" }, { name: "to be revoked" });
});

const ask = (mount: Mount, text: string) => mount.fetch("/v1/key", { headers: { authorization: `Bearer ${text}` } });
const statuses = (text: string) => Promise.all(mounts.map(async (mount) => (await ask(mount, text)).status));
const revoke = async () => {
  expect(await revokeApiKey(site.db, operatorOf(site.teamId), key.keyId, new Date())).not.toBeNull();
};
const backends = () =>
  site.db.$queryRaw<{ pid: number }[]>`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'`;

/** Until no gateway takes the key any more. */
async function untilRefused(): Promise<number> {
  const startedAt = performance.now();
  await expect.poll(() => statuses(key.text), { timeout: 5_000, interval: 10 }).toEqual([401, 401]);
  return performance.now() - startedAt;
}

describe("a revoked key", () => {
  it("stops in under a second in every process", async () => {
    expect(await statuses(key.text)).toEqual([200, 200]);
    await revoke();
    expect(await untilRefused()).toBeLessThan(1_000);
  });

  it("stops in under a second too when the connection that would have told has just broken", async () => {
    expect(await statuses(key.text)).toEqual([200, 200]);
    expect(await backends()).toHaveLength(2);
    await site.db.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'`;
    await revoke();
    expect(await untilRefused()).toBeLessThan(1_000);
    await expect.poll(async () => (await backends()).length).toBe(2);
  });

  it("stops within the version check when nobody was told at all", async () => {
    expect(await statuses(key.text)).toEqual([200, 200]);
    for (const { gateway } of [site, second]) gateway.live["listener"]?.removeAllListeners("notification");
    await revoke();
    expect(await untilRefused()).toBeLessThan(2_500);
  });
});

/** The last one: nothing comes back after it. */
it("with the database gone, what is known is served and recorded, and nobody is told that a key is wrong", async () => {
  await site.gateway.ledger.flush();
  await site.database.drop();
  const call = await mounts[0]?.fetch("/v1/chat/completions", {
    method: "POST",
    headers: { authorization: `Bearer ${site.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "cascade", messages: [{ role: "user", content: "hi" }] }),
  });
  expect(call?.status).toBe(200);
  await call?.text();
  expect(site.gateway.ledger.status().pendingCalls).toBe(1);
  for (const mount of mounts) {
    const unknown = await ask(mount, generateApiKey().text);
    expect([unknown.status, unknown.headers.get("retry-after"), unknown.headers.get("x-should-retry")]).toEqual([503, "2", null]);
    expect(await unknown.json()).toMatchObject({ error: { code: "database_unavailable" } });
    // What cannot be a key is known to be none without a database.
    expect((await ask(mount, "rl_live_nonsense")).status).toBe(401);
  }
});
