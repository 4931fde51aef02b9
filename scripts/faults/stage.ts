import { readFileSync } from "node:fs";
import { createSite, type Site } from "@/lib/gateway/testing/installation";
import { startFlood, type Flood } from "./flood";
import startPostgres from "../testing/postgres";
import { startGatewayProcess, type GatewayProcess } from "../testing/gateway-process";

/** A gateway's process on a database and practice providers of its own. */
export type Stage = { site: Site; gateway: GatewayProcess; flood: Flood; close(): Promise<void> };

export async function openStage(env: Record<string, string> = {}): Promise<Stage> {
  const stopPostgres = await startPostgres();
  const site = await createSite();
  const flood = await startFlood();
  await site.addProvider({ slug: "flood", baseUrl: flood.url });
  for (const [profile, provider] of [["cascade", "alpha"], ["other", "beta"], ["flood", "flood"]] as const) await site.publish(profile, [provider]);
  const gateway = await startGatewayProcess(site, env);
  return {
    site,
    gateway,
    flood,
    close: async () => {
      gateway.child.kill("SIGKILL");
      await gateway.exit;
      await flood.close();
      await site.close();
      await stopPostgres();
    },
  };
}

/** What a process has in memory now, in MiB (proc_pid_status(5)). */
export function readRssMib(pid: number): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kib) / 1024;
}
