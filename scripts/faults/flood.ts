import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

const CHUNKS = 1_500;
const CONTENT = "flood ".repeat(1_400);

/** A provider that speaks as fast as it is read, a dozen megabytes a stream, and costs little to run. */
export type Flood = { url: string; requests(): number; open(): number; chunks(): number; close(): Promise<void> };

export async function startFlood(): Promise<Flood> {
  let [requests, open, chunks] = [0, 0, 0];
  const server = http.createServer((request, response) => {
    requests += 1;
    open += 1;
    const gone = new AbortController();
    response.once("close", () => {
      open -= 1;
      gone.abort();
    });
    request.resume();
    const speak = async () => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (let index = 0; index < CHUNKS; index++) {
        chunks += 1;
        if (!response.write(event({ content: CONTENT }, null))) await once(response, "drain", { signal: gone.signal });
      }
      response.end(`${event({}, "stop")}data: [DONE]\n\n`);
    };
    speak().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests: () => requests,
    open: () => open,
    chunks: () => chunks,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function event(delta: object, finishReason: string | null): string {
  return `data: ${JSON.stringify({ id: "f", object: "chat.completion.chunk", created: 1, model: "flood", choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;
}
