import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ChunkedBody } from "./chunked";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(pieces: readonly string[]): Promise<number> {
  const server = http.createServer((_request, response) => {
    const body = new ChunkedBody(response, 200, { "content-type": "text/event-stream" });
    for (const piece of pieces) body.write(Buffer.from(piece));
    body.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => { server.closeAllConnections(); server.close(); });
  return (server.address() as AddressInfo).port;
}

/** What comes back for these bytes until nothing more does. */
function exchange(port: number, sent: string, enough: (text: string) => boolean): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => socket.write(sent));
    let text = "";
    closers.push(() => { socket.destroy(); });
    socket.on("data", (data) => {
      text += String(data);
      if (enough(text)) resolve(text);
    }).on("close", () => { resolve(text); });
  });
}

const count = (text: string, part: string) => text.split(part).length - 1;

describe("a body in chunks", () => {
  it("is framed as RFC 9112 has it, and leaves its connection to the next request", async () => {
    const port = await serve(["a".repeat(17), "é"]);
    const request = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";
    const text = await exchange(port, request + request, (so) => count(so, "\r\n0\r\n\r\n") === 2);
    expect(count(text, `\r\n\r\n11\r\n${"a".repeat(17)}\r\n2\r\né\r\n0\r\n\r\n`)).toBe(2);
    expect(count(text.toLowerCase(), "transfer-encoding: chunked")).toBe(2);
  });

  it.each([["no piece", []], ["an empty one", [""]]])("that has %s in it is whole all the same", async (_what, pieces) => {
    const text = await exchange(await serve(pieces), "GET / HTTP/1.1\r\nhost: x\r\n\r\n", (so) => so.endsWith("0\r\n\r\n"));
    expect(text).toMatch(/\r\n\r\n0\r\n\r\n$/);
  });

  it("goes to a client of HTTP/1.0 as it is, and ends with its connection", async () => {
    const text = await exchange(await serve(["hello", " there"]), "GET / HTTP/1.0\r\n\r\n", () => false);
    expect(text).toMatch(/\r\n\r\nhello there$/);
    expect(text.toLowerCase()).not.toContain("transfer-encoding");
  });
});
