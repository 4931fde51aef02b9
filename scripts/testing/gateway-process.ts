import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Site } from "@/lib/gateway/testing/installation";
import { getProgram } from "./programs";

export type GatewayProcess = {
  child: ChildProcess;
  port: number;
  url: string;
  exit: Promise<number | null>;
  /** Its workers, or whatever it has started. */
  childPids(): number[];
  call(body: object, init?: RequestInit): Promise<Response>;
};

/** `program`: Node's arguments. `detached`: in a process group of its own. `stderr`: where its log goes, else to this process's. */
type StartOptions = { program?: string[]; detached?: boolean; stderr?: number };

/** Starts the gateway on a site's database and data folder. @throws when it does not get ready */
export async function startGatewayProcess(
  site: Site,
  env: Record<string, string> = {},
  { program = [getProgram("gateway")], detached = false, stderr }: StartOptions = {},
): Promise<GatewayProcess> {
  const child = spawn(process.execPath, program, {
    env: { ...process.env, DATABASE_URL: site.database.url, ROUTELEDGER_DATA_DIR: site.dataDir, PORT: "0", ROUTELEDGER_DEMO: "0", ...env },
    stdio: ["ignore", "ignore", stderr ?? "inherit", "ipc"],
    detached,
  });
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const told = new Promise<{ type: string; port: number; message?: string }>((resolve) => child.once("message", resolve));
  const ready = await Promise.race([told, exit]);
  if (typeof ready !== "object" || ready?.type !== "ready") throw new Error(`the gateway did not start: ${JSON.stringify(ready)}`);
  const url = `http://127.0.0.1:${ready.port}/v1`;
  return {
    child,
    port: ready.port,
    url,
    exit,
    childPids: () => readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ").filter((pid) => pid !== "").map(Number),
    call: (body, init = {}) =>
      fetch(`${url}/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${site.apiKey}`, "content-type": "application/json" },
        body: JSON.stringify({ model: "cascade", messages: [{ role: "user", content: "hi" }], ...body }),
        ...init,
      }),
  };
}
