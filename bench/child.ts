import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { THREADS } from "@/scripts/start/build-gateway.mjs";
import { getBuildDir } from "@/scripts/start/build.mjs";
import { bundle } from "@/scripts/start/bundle.mjs";
import { ROOT } from "@/scripts/start/root.mjs";

/** A process of the bench that listens on a port of its own. */
export type Child = {
  url: string;
  pid: number;
  /** Sends a message and waits until it was heeded. @returns what it was answered with */
  tell(message: string | object): Promise<unknown>;
  /** Lets it finish what it has begun. */
  stop(): Promise<void>;
};

export type ChildOptions = {
  env?: Record<string, string>;
  /** Where to leave a profile of its CPU. */
  profileDir?: string | undefined;
};

/**
 * Starts a file of this folder, bundled as `npm start` bundles the gateway: compiled on the fly by tsx, everybody would be
 * slower, and not all alike. It says its port first, answers each message, and ends when this process lets it go.
 */
export async function startChild(file: string, { env, profileDir }: ChildOptions = {}): Promise<Child> {
  const profiling = profileDir === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileDir}`];
  const [program = ""] = await bundle(ROOT, [`bench/${file}`, ...THREADS], join(await getBuildDir(ROOT), "bench"));
  const child = fork(program, {
    env: { ...process.env, NODE_ENV: "production", ...env },
    // Not what this process was given, which has tsx in it.
    execArgv: profiling,
    // Ctrl-C reaches every process of the terminal; this one must outlive it to tidy up.
    detached: true,
  });
  const { port } = (await nextMessage(child, file)) as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    tell: async (message) => {
      const answer = nextMessage(child, file);
      child.send(message);
      return await answer;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.disconnect();
      await once(child, "exit");
    },
  };
}

function nextMessage(child: ChildProcess, file: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = () => {
      reject(new Error(`${file} has ended`));
    };
    child.once("exit", onExit);
    child.once("message", (message) => {
      child.off("exit", onExit);
      resolve(message);
    });
  });
}
