/**
 * As little as a proxy in Node can do that reads what it forwards: node:http before, undici behind, the request and the
 * answer each parsed as JSON and written again. Streams go through as they come, unread.
 */
import http from "node:http";
import type { AddressInfo } from "node:net";
import { Pool } from "undici";

const upstream = new Pool(process.env.BENCH_UPSTREAM ?? "", { connections: null });

const server = http.createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    forward(request.url ?? "/", Buffer.concat(chunks).toString(), response).catch((error: unknown) => {
      console.error(`bare proxy: ${String(error)}`);
      response.destroy();
    });
  });
});

async function forward(path: string, text: string, response: http.ServerResponse): Promise<void> {
  const asked = JSON.parse(text) as { stream?: boolean };
  const { statusCode, headers, body } = await upstream.request({
    path, method: "POST", body: JSON.stringify(asked), headers: { "content-type": "application/json", authorization: "Bearer key-of-serves" },
  });
  const type = headers["content-type"] ?? "application/json";
  if (asked.stream === true) {
    response.writeHead(statusCode, { "content-type": type });
    body.pipe(response);
    return;
  }
  const answer = Buffer.from(JSON.stringify(await body.json()));
  response.writeHead(statusCode, { "content-type": type, "content-length": answer.length });
  response.end(answer);
}

server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("disconnect", () => process.exit(0));
