import http from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { proxyRequest } from "./proxy";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const listen = (server: http.Server) =>
  new Promise<number>((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));

/** Pages that keep what they are asked, behind the proxy. */
async function open(answer: http.RequestListener): Promise<{ port: number; seen: string[] }> {
  const seen: string[] = [];
  const pages = http.createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  const target = new URL(`http://127.0.0.1:${await listen(pages)}`);
  const front = http.createServer((request, response) => {
    proxyRequest(request, response, target);
  });
  const port = await listen(front);
  closers.push(() => {
    for (const server of [front, pages]) {
      server.closeAllConnections();
      server.close();
    }
  });
  return { port, seen };
}

it.each(["GET", "DELETE", "OPTIONS"])("hands the body of a %s on as a body, never as a next request", async (method) => {
  const { port, seen } = await open((request, response) => {
    request.resume().on("end", () => response.end("ok"));
  });
  const smuggled = "POST /smuggled HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
  const socket = connect(port, "127.0.0.1");
  socket.write(
    `${method} /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n` +
      `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`,
  );
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  expect(text).toMatch(/^HTTP\/1\.1 200 /);
  expect(seen).toEqual([`${method} /a`]);
});

it("tells the pages where the client is and what it asked for, and not what it claims of itself", async () => {
  let headers: http.IncomingHttpHeaders = {};
  const { port } = await open((request, response) => {
    headers = request.headers;
    response.setHeader("set-cookie", ["a=1", "b=2"]).end();
  });
  const response = await fetch(`http://127.0.0.1:${port}/x`, {
    headers: { "x-forwarded-for": "6.6.6.6", "x-forwarded-proto": "https" },
  });
  expect(headers).toMatchObject({ "x-forwarded-for": "127.0.0.1", "x-forwarded-host": `127.0.0.1:${port}`, "x-forwarded-proto": "http" });
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
});

it("says that the pages do not answer, when they do not", async () => {
  const front = http.createServer((request, response) => {
    proxyRequest(request, response, new URL("http://127.0.0.1:1"));
  });
  const port = await listen(front);
  closers.push(() => front.close());
  const response = await fetch(`http://127.0.0.1:${port}/`);
  expect([response.status, await response.text()]).toEqual([502, "The pages are not answering yet. Reload in a moment.\n"]);
});

it("asks once more where the pages closed a kept connection just as it was taken", async () => {
  const { port, seen } = await open((request, response) => {
    // Each connection answers once, and is gone when it is used again.
    if (request.socket.bytesWritten > 0) request.socket.destroy();
    else response.end("ok");
  });
  for (let i = 0; i < 4; i += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/${i}`);
    expect([response.status, await response.text()]).toEqual([200, "ok"]);
  }
  expect(seen.length).toBeGreaterThan(4);
});

it("never sends a body twice, nor over a connection that may be gone", async () => {
  const { port, seen } = await open((request, response) => {
    if (request.socket.bytesWritten > 0) request.socket.destroy();
    else request.resume().on("end", () => response.end("ok"));
  });
  for (let i = 0; i < 4; i += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/${i}`, { method: "POST", body: "x" });
    expect(response.status).toBe(200);
  }
  expect(seen).toEqual(["POST /0", "POST /1", "POST /2", "POST /3"]);
});
