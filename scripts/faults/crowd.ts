import { setTimeout as sleep } from "node:timers/promises";
import { connectRaw, type RawClient } from "@/lib/gateway/testing/raw-client";

/** In batches, so that the queue of the listening socket is not what is measured. */
const BATCH = 250;

/** Connects that many clients, from several addresses, since one has no more than 28,000 ports. */
export async function connectMany(count: number, port: number, use: (client: RawClient) => void): Promise<RawClient[]> {
  const clients: RawClient[] = [];
  while (clients.length < count) {
    const batch = Array.from({ length: Math.min(BATCH, count - clients.length) }, (_, index) =>
      connectRaw(port, { localAddress: `127.0.0.${2 + (index % 10)}` }));
    await Promise.all(batch.map(({ socket }) => new Promise<void>((resolve) => socket.once("connect", resolve).once("close", () => { resolve(); }))));
    for (const client of batch) use(client);
    clients.push(...batch);
    await sleep(5);
  }
  return clients;
}

export function letGo(clients: readonly RawClient[], how: "fin" | "reset"): void {
  for (const { socket } of clients) {
    if (how === "reset") socket.resetAndDestroy();
    else socket.destroy();
  }
}

/** @returns whether it came true in time */
export async function waitFor(isTrue: () => boolean, timeoutMs: number): Promise<boolean> {
  for (let waited = 0; !isTrue(); waited += 20) {
    if (waited > timeoutMs) return false;
    await sleep(20);
  }
  return true;
}
