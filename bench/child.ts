import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A process of the bench that listens on a port of its own. */
export type Child = {
  url: string;
  /** Sends a word and waits until it was heeded. */
  tell(word: string): Promise<void>;
  /** Lets it finish what it has begun. */
  stop(): Promise<void>;
};

/** Starts a file of this folder. It says its port first, answers each word, and ends when this process lets it go. */
export async function startChild(file: string, env: Record<string, string> = {}): Promise<Child> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    env: { ...process.env, NODE_ENV: "production", ...env },
    // Ctrl-C reaches every process of the terminal; this one must outlive it to tidy up.
    detached: true,
  });
  const { port } = (await nextMessage(child, file)) as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    tell: async (word) => {
      child.send(word);
      await nextMessage(child, file);
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
