import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { anthropic } from "./anthropic/adapter";
import { listModels } from "./list-models";
import { openai } from "./openai/adapter";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const ask = (baseUrl: string, more: Partial<Parameters<typeof listModels>[0]> = {}) =>
  listModels({ adapter: openai, credential: "sk-1", baseUrl, privateAllowed: true, ...more });

describe("a provider that is asked for its models", () => {
  it("is asked with the credential in its dialect's way, and its list is read", async () => {
    const asked: (string | string[] | undefined)[] = [];
    const url = await serve(({ method, url: path, headers }, response) => {
      asked.push(`${method} ${path}`, headers.authorization, headers["x-api-key"]);
      response.end(JSON.stringify({ data: [{ id: "a", more: 1 }, { id: "b" }], has_more: false }));
    });
    expect(await ask(url)).toEqual({ kind: "listed", models: ["a", "b"] });
    expect(await ask(url, { adapter: anthropic })).toEqual({ kind: "listed", models: ["a", "b"] });
    expect(asked).toEqual(["GET /v1/models", "Bearer sk-1", undefined, "GET /v1/models", undefined, "sk-1"]);
  });

  it("may refuse, answer something else, send elsewhere, or not answer", async () => {
    expect(await ask(await serve((_, response) => response.writeHead(401).end("sk-1")))).toEqual({ kind: "status", status: 401 });
    expect(await ask(await serve((_, response) => response.end("<html>")))).toEqual({ kind: "unreadable" });
    const elsewhere = await serve((_, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end());
    expect(await ask(elsewhere)).toEqual({ kind: "status", status: 302 });
    expect(await ask("http://127.0.0.1:1/v1")).toEqual({ kind: "silent", code: "ECONNREFUSED" });
  });

  it("is not asked at a private address unless that is allowed", async () => {
    let asked = 0;
    const url = await serve((_, response) => { asked += 1; response.end("{}"); });
    expect(await ask(url, { privateAllowed: false })).toMatchObject({ kind: "refused" });
    expect(await ask(url.replace("127.0.0.1", "localhost"), { privateAllowed: false })).toMatchObject({ kind: "refused" });
    expect(asked).toBe(0);
  });
});
