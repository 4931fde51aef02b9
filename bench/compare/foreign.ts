import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { promisify } from "node:util";

/** A gateway of somebody else's, in processes of its own. `pid` is of the first of them. */
export type Foreign = { url: string; pid: number; stop(): Promise<void> };

type ForeignOptions = {
  command: string;
  args: (port: number) => string[];
  env?: Record<string, string>;
  /** Until it must answer. */
  startMs: number;
};

/** Starts it on a free port of loopback. @throws with what it said when it ends, or does not answer in time */
export async function startForeign({ command, args, env, startMs }: ForeignOptions): Promise<Foreign> {
  const port = await findPort();
  // A group of its own: what it starts must end with it.
  const child = spawn(command, args(port), { stdio: ["ignore", "pipe", "pipe"], detached: true, env: { ...process.env, NODE_ENV: "production", ...env } });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes: Buffer) => { said = (said + bytes.toString()).slice(-4_000); });
  const url = `http://127.0.0.1:${port}`;
  const problem = await untilAnswers(url, child, startMs);
  const stop = () => stopGroup(child);
  if (problem === null) return { url, pid: child.pid ?? 0, stop };
  await stop();
  throw new Error(`${problem}: ${reasonIn(said)}`);
}

/** Runs what installs it. @throws with what it said, or that it took too long */
export async function install(command: string, args: readonly string[], { cwd, timeoutMs }: { cwd: string; timeoutMs: number }): Promise<void> {
  try {
    await promisify(execFile)(command, args, { cwd, timeout: timeoutMs });
  } catch (error) {
    const { code, killed, stderr = "" } = error as { code?: unknown; killed?: boolean; stderr?: string };
    const reason = code === "ENOENT" ? "there is no such program" : killed ? `not done after ${timeoutMs / 1_000} s` : reasonIn(stderr);
    throw new Error(`${command} ${args.slice(0, 2).join(" ")}: ${reason}`, { cause: error });
  }
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** @returns why it does not answer, or null when it does */
async function untilAnswers(url: string, child: ChildProcess, startMs: number): Promise<string | null> {
  let failed: string | null = null;
  child.once("error", (error) => { failed = error.message; });
  const deadline = performance.now() + startMs;
  while (performance.now() < deadline) {
    if (failed !== null) return failed;
    if (hasEnded(child)) return "it has ended";
    if (await fetch(url).then(() => true, () => false)) return null;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return `no answer after ${startMs / 1_000} s`;
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return;
  process.kill(-child.pid);
  await once(child, "exit");
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** The last line that says what failed, else the last one: a stack, a version or an advice often comes after. */
function reasonIn(text: string): string {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  return lines.findLast((line) => /error|fail|❌/i.test(line) && !line.startsWith("at ")) ?? lines.at(-1) ?? "it said nothing";
}
