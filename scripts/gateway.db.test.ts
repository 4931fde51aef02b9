import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSite, type Site } from "@/lib/gateway/testing/installation";
import { startGatewayProcess, type GatewayProcess } from "./testing/gateway-process";

let site: Site;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  site = await createSite();
  await site.publish("cascade", ["alpha", "beta"]);
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await site.close();
});

async function startGateway(): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess(site);
  children.add(gateway.child);
  return gateway;
}

describe("the gateway's process", () => {
  it("lets open streams finish when it is told to stop, takes no new calls, and leaves nothing undrained", async () => {
    const { child, exit, call } = await startGateway();
    site.practice.setScript("alpha/llama", { answerTokens: 40, tokensPerSecond: 100 });
    const response = await call({ stream: true });
    child.kill("SIGTERM");
    const text = await response.text();
    expect(text.trimEnd().endsWith("data: [DONE]")).toBe(true);
    expect(await exit).toBe(0);
    await expect(call({})).rejects.toThrow();
    const id = response.headers.get("x-request-id") ?? "";
    expect(await site.db.call.findUnique({ where: { teamId_id: { teamId: site.teamId, id } } })).toMatchObject({ outcome: "served" });
    site.practice.setScript("alpha/llama", { answerTokens: null, tokensPerSecond: null });
  });

  it("loses no completed call and books none twice when it is killed at any moment", async () => {
    const completed = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      const { child, exit, call } = await startGateway();
      let running = true;
      const clients = Array.from({ length: 8 }, async (_, index) => {
        while (running) {
          try {
            const response = await call({ stream: index % 2 === 0 });
            const text = await response.text();
            if (text.includes("[DONE]") || text.includes('"finish_reason"')) completed.add(response.headers.get("x-request-id") ?? "");
          } catch {
            // The gateway is gone: this call was not completed to us.
          }
        }
      });
      await sleep(200 + 150 * round);
      child.kill("SIGKILL");
      running = false;
      await exit;
      await Promise.all(clients);
    }
    const last = await startGateway();
    last.child.kill("SIGTERM");
    expect(await last.exit).toBe(0);
    const stored = await site.db.call.findMany({ select: { id: true } });
    const ids = new Set(stored.map((row) => row.id));
    expect(completed.size).toBeGreaterThan(20);
    expect([...completed].filter((id) => !ids.has(id))).toEqual([]);
    const [rows, rollups] = await Promise.all([
      site.db.attempt.aggregate({ _sum: { costPico: true }, _count: true }),
      site.db.attemptRollup.aggregate({ _sum: { costPico: true, attempts: true } }),
    ]);
    expect(rollups._sum.costPico?.toFixed(0)).toBe(String(rows._sum.costPico));
    expect(rollups._sum.attempts).toBe(BigInt(rows._count));
  }, 60_000);
});
