import type { AddressInfo } from "node:net";
import type { Gateway } from "../gateway";
import { answerFetch } from "../next-mount";
import { createServer } from "../server";

export const MAX_BODY_BYTES = 65_536;

/** One way into the pipeline; both must answer alike. */
export type Mount = { fetch(path: string, init: RequestInit): Promise<Response>; close(): Promise<void> };

export const MOUNTS: readonly [name: string, open: (gateway: Gateway) => Promise<Mount>][] = [
  ["node:http", openNode],
  ["route handler", openNext],
];

export async function openNode(gateway: Gateway): Promise<Mount> {
  const { server } = createServer({ gateway, maxBodyBytes: MAX_BODY_BYTES, pagesUrl: null, upgrades: false });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    fetch: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function openNext(gateway: Gateway): Promise<Mount> {
  return Promise.resolve({
    fetch: (path, init) => answerFetch(new Request(`http://127.0.0.1${path}`, init), gateway, MAX_BODY_BYTES),
    close: () => Promise.resolve(),
  });
}
