import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PracticeServer, startPracticeServer } from "./server";
import { ask, send, until } from "./testing/client";

let server: PracticeServer;

beforeAll(async () => {
  server = await startPracticeServer({ script: { models: { "groq/llama": { answerTokens: 2 }, m: { answerTokens: 3, promptTokens: 1 } } } });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

const json = async (path: string, method = "GET", body?: unknown) => {
  const { status, text } = await send(`${server.url}${path}`, body, { method });
  return { status, body: JSON.parse(text) as unknown };
};

/** Sends bytes as they are, and gives the first line of what comes back. */
function statusLine(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.write(bytes));
    socket.once("data", (data) => {
      resolve(data.toString("latin1").split("\r\n")[0] ?? "");
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

describe("providers", () => {
  it("are told apart by the path, with default where there is none", async () => {
    await send(`${server.url}/v1/chat/completions`, ask("m"), { key: "a" });
    await send(`${server.url}/groq/v1/chat/completions`, ask("m"), { key: "a" });
    await send(`${server.url}/groq/v1/chat/completions`, ask("llama"), { key: "b" });
    const lines = server.account().lines.map(({ apiKey, provider, model, answered }) => [apiKey, provider, model, answered]);
    expect(lines).toEqual([["a", "default", "m", 1], ["a", "groq", "m", 1], ["b", "groq", "llama", 1]]);
  });

  it("list their models", async () => {
    expect(await json("/groq/v1/models")).toMatchObject({ status: 200, body: { object: "list", data: [{ id: "llama", object: "model", owned_by: "groq" }] } });
  });
});

describe("bad requests", () => {
  it.each([
    ["no JSON", "{", 400], ["an empty body", "", 400], ["an array", "[]", 400], ["no model", { messages: [{ role: "user" }] }, 400],
    ["no messages", { model: "m" }, 400], ["empty messages", { model: "m", messages: [] }, 400], ["stream: yes", ask("m", { stream: "yes" }), 400],
    ["n: 0", ask("m", { n: 0 }), 400], ["stream_options without stream", ask("m", { stream_options: { include_usage: true } }), 400],
    ["an unknown model", ask("nope"), 404], ["a model called __proto__", ask("__proto__"), 404],
    ["nesting 10,000 deep", `{"model":"m","messages":${"[".repeat(10_000)}${"]".repeat(10_000)}}`, 400],
  ])("%s is refused and owes nothing", async (_, body, status) => {
    const answer = await json("/v1/chat/completions", "POST", body);
    expect(answer).toMatchObject({ status, body: { error: { type: "invalid_request_error" } } });
    expect(server.account().total).toMatchObject({ requests: 1, rejected: 1, open: 0, promptTokens: 0 });
  });

  it.each([["GET", "/v1/chat/completions", 405], ["POST", "/v1/models", 405], ["GET", "/", 404], ["GET", "/a/b/v1/models", 404], ["POST", "/_practice/account", 404]])(
    "%s %s answers %i",
    async (method, path, status) => {
      expect((await json(path, method)).status).toBe(status);
    },
  );

  it("a body that is announced as too large is refused before it comes", async () => {
    const head = "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 999999999\r\n\r\n";
    expect(await statusLine(head)).toBe("HTTP/1.1 413 Payload Too Large");
  });

  it("no body brings the server down or gets a 500", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.json().map((value) => `{"model":"m","messages":${value}}`)), async (body) => {
        expect((await send(`${server.url}/v1/chat/completions`, body)).status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });

  it("an upload that breaks off leaves nothing behind", async () => {
    const socket = connect(server.port, "127.0.0.1");
    socket.write("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n{");
    await new Promise((resolve) => setTimeout(resolve, 10));
    socket.destroy();
    expect((await json("/v1/models")).status).toBe(200);
    expect(server.account().total.requests).toBe(0);
  });
});

describe("the switches over HTTP", () => {
  it("change a model while the server runs, and begin its sequence anew", async () => {
    expect((await json("/_practice/script", "PUT", { model: "m", sequence: ["ok", "1 x 503"] })).status).toBe(200);
    const statuses = async () => [1, 2, 3].map(() => send(`${server.url}/v1/chat/completions`, ask("m")));
    expect((await Promise.all(await statuses())).map(({ status }) => status)).toEqual([200, 503, 200]);
    await json("/_practice/script", "PUT", { model: "m", sequence: ["503", "ok"] });
    expect((await send(`${server.url}/v1/chat/completions`, ask("m"))).status).toBe(503);
    expect(await json("/_practice/script")).toMatchObject({ body: { models: { m: { answerTokens: 3, sequence: ["503", "ok"] } } } });
    expect(await json("/_practice/script", "PUT", { model: "m", sequence: null })).toMatchObject({ body: { models: { m: { answerTokens: 3 } } } });
    expect(server.script().models.m).not.toHaveProperty("sequence");
  });

  it.each([[{}], [{ model: "" }], [[]], ["{"], [{ model: "m", answerTokens: "many" }], [{ model: "m", sequence: "9 x nope" }], [{ model: "m", unknown: 1 }]])(
    "refuse %j and change nothing",
    async (body) => {
      const before = server.script();
      expect((await json("/_practice/script", "PUT", body)).status).toBe(400);
      expect(server.script()).toBe(before);
    },
  );

  it("give the account, and reset it with the sequences", async () => {
    server.setScript("m", { sequence: ["ok", "503"] });
    await send(`${server.url}/v1/chat/completions`, ask("m"), { key: "k" });
    expect(await json("/_practice/account")).toMatchObject({
      body: { total: { answered: 1 }, lines: [{ apiKey: "k", completionTokens: 3 }], requests: [{ outcome: "answered", stream: false, provider: "default", model: "m" }] },
    });
    expect(await json("/_practice/account", "DELETE")).toMatchObject({ body: { total: { requests: 0 }, lines: [], requests: [] } });
    expect((await send(`${server.url}/v1/chat/completions`, ask("m"))).status).toBe(200);
    server.setScript("m", { sequence: null });
  });
});

describe("start and close", () => {
  it("refuses a taken port and a bad script", async () => {
    await expect(startPracticeServer({ port: server.port, script: {} })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await expect(startPracticeServer({ script: { models: { m: { sequence: "1 x nope" } } } })).rejects.toThrow(/no fault is called nope/);
  });

  it("close ends hanging answers and idle connections", async () => {
    const other = await startPracticeServer({ script: { models: { m: { sequence: ["hang_headers"] } } } });
    const hanging = send(`${other.url}/v1/chat/completions`, ask("m"));
    const idle = connect(other.port, "127.0.0.1");
    const idleClosed = new Promise((resolve) => idle.once("close", resolve));
    await until(() => other.account().total.open === 1);
    await other.close();
    expect(await hanging).toMatchObject({ status: null, ending: "ECONNRESET" });
    await idleClosed;
    await expect(fetch(other.url)).rejects.toThrow();
  });
});
