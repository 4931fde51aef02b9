import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type FeedServer = { url: string; answers: Map<string, (response: ServerResponse, request: IncomingMessage) => void>; close: () => Promise<void> };

/** Serves what each path is given to answer; anything else is 404. */
export async function startFeedServer(): Promise<FeedServer> {
  const answers: FeedServer["answers"] = new Map();
  const server = createServer((request, response) => {
    const answer = answers.get(request.url ?? "");
    if (answer) answer(response, request);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => new Promise<void>((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, answers, close };
}

/** A whole JSON body. */
export function json(body: unknown): (response: ServerResponse) => void {
  return (response) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}
