import type { Stage } from "./stage";

/** In MiB, after garbage was collected. `rss` is what the system counts, and has what V8 and malloc keep for later. */
export type Memory = { rss: number; heap: number; external: number };

/** Of a gateway's process that was started with `preload/memory.mjs`. */
export async function measureMemory({ gateway: { child } }: Stage): Promise<Memory> {
  const answer = new Promise<NodeJS.MemoryUsage>((resolve) => {
    const listen = (message: unknown) => {
      if (!isAnswer(message)) return;
      child.off("message", listen);
      resolve(message.memory);
    };
    child.on("message", listen);
  });
  child.send("memory");
  const { rss, heapUsed, external } = await answer;
  return { rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20, external: external / 2 ** 20 };
}

function isAnswer(message: unknown): message is { type: "memory"; memory: NodeJS.MemoryUsage } {
  return typeof message === "object" && message !== null && "type" in message && message.type === "memory";
}

/** `heap + external / rss`, round by round. */
export function formatMemory(rounds: readonly Memory[]): string {
  return rounds.map(({ rss, heap, external }) => `${(heap + external).toFixed(1)}/${rss.toFixed()}`).join(", ");
}
