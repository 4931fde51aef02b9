import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Received = { path: string; headers: Record<string, string | undefined>; body: string };

/** A web server that keeps what it is sent, and answers as it is told. */
export async function startReceiver() {
  const received: Received[] = [];
  const told: { status: number; headers?: Record<string, string>; beforeAnswer?: (path: string) => unknown } = { status: 200 };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => { body += text; }).on("end", () => {
      received.push({ path: request.url ?? "", headers: request.headers as Record<string, string | undefined>, body });
      void Promise.resolve(told.beforeAnswer?.(request.url ?? "")).then(() => {
        response.writeHead(told.status, told.headers).end("x".repeat(200_000));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    told,
    close: () => new Promise<void>((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
}
