import { connect } from "node:net";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "./fault";
import { type PracticeServer, startPracticeServer } from "./server";
import { anthropicHeaders, ask, askMessage, eventsOf, namedEventsOf, type Received, send, until } from "./testing/client";

let server: PracticeServer;

beforeAll(async () => {
  server = await startPracticeServer({ script: { models: { m: { promptTokens: 10, answerTokens: 8, answer: "naïve 🙂 café" } } } });
});
afterAll(() => server.close());
beforeEach(() => {
  server.reset();
  server.setScript("m", { sequence: null, stream: null });
});

type Ask = { stream?: boolean; leaveAfter?: (text: string) => boolean };

async function meet(fault: string | Fault, { stream = false, leaveAfter }: Ask = {}): Promise<Received> {
  server.setScript("m", typeof fault === "string" ? { sequence: [fault] } : { faults: { mine: fault }, sequence: ["mine"] });
  return send(`${server.url}/v1/chat/completions`, ask("m", { stream }), leaveAfter ? { leaveAfter } : {});
}

/** All bytes of an answer as they are, HTTP and all, until the text holds or the connection ends. */
function bytesUntil(fault: string, enough: (text: string) => boolean): Promise<string> {
  server.setScript("m", { sequence: [fault] });
  const body = JSON.stringify(ask("m"));
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(server.port, "127.0.0.1", () => {
      socket.write(`POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    });
    socket.on("data", (data) => {
      text += data.toString("latin1");
      if (enough(text)) socket.destroy();
    });
    socket.on("close", () => resolve(text)).on("error", reject);
  });
}

describe("before a good answer", () => {
  it.each([["informational", 1], ["informational_flood", 2_000]])("%s sends %i answers of 103", async (name, count) => {
    const text = await bytesUntil(name, (got) => got.includes("chat.completion"));
    expect(text.split("HTTP/1.1 103 Early Hints\r\n\r\n")).toHaveLength(count + 1);
    expect(text.split("\r\n\r\n")[count]).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(server.account().total).toMatchObject({ faults: { [name]: 1 }, promptTokens: 10, completionTokens: 8 });
  });

  it("big_headers has a megabyte of them, too many for Node's own client", async () => {
    const text = await bytesUntil("big_headers", (got) => got.includes("chat.completion"));
    expect(text.indexOf("\r\n\r\n")).toBeGreaterThan(1_000_000);
    expect((await meet("big_headers")).ending).toBe("HPE_HEADER_OVERFLOW");
  });

  it.each([false, true])("the content type is wrong, or missing (stream: %s)", async (stream) => {
    const wrong = await meet("wrong_content_type", { stream });
    expect(wrong).toMatchObject({ status: 200, headers: { "content-type": "text/plain" }, ending: "end" });
    expect(wrong.text).toContain('"finish_reason":"stop"');
    expect((await meet({ kind: "content_type", contentType: null }, { stream })).headers).not.toHaveProperty("content-type");
  });
});

describe.each([false, true])("encoded (stream: %s)", (stream) => {
  it.each([["gzip", gunzipSync], ["br", brotliDecompressSync], [{ kind: "encoded", encoding: "deflate", broken: false } as const, inflateSync]])("%s holds the good answer", async (fault, decode) => {
    const { text, headers } = await meet(fault, { stream });
    expect(headers["content-encoding"]).toBe(typeof fault === "string" ? fault : fault.encoding);
    const decoded = decode(Buffer.from(text, "latin1")).toString();
    expect(stream ? eventsOf(decoded).at(-1) : (JSON.parse(decoded) as { object: string }).object).toBe(stream ? "[DONE]" : "chat.completion");
    expect(server.account().total).toMatchObject({ promptTokens: 10, completionTokens: 8 });
  });

  it("broken_gzip begins like one and cannot be unpacked", async () => {
    const { text, ending } = await meet("broken_gzip", { stream });
    expect(ending).toBe("end");
    expect(text.slice(0, 2)).toBe("\x1f\x8b");
    expect(() => gunzipSync(Buffer.from(text, "latin1"))).toThrow();
  });
});

describe("endless", () => {
  it.each([
    [false, "line", "a"], [false, "blank_lines", "\n"], [true, "line", "a"], [true, "comments", ": practice\n"], [true, "blank_lines", "\n"],
  ] as const)("goes on until the client leaves (stream: %s, %s)", async (stream, fill, unit) => {
    const received = await meet({ kind: "endless", afterTokens: 2, fill, everyMs: 0 }, { stream, leaveAfter: (text) => text.length > 2_000_000 });
    expect(received.text.includes(unit.repeat(1_900_000 / unit.length))).toBe(true);
    await until(() => server.account().total.open === 0);
    expect(server.account().total).toMatchObject({ faults: { mine: 1 }, completionTokens: stream ? 2 : 8 });
  });

  it("can be slow", async () => {
    const { text } = await meet({ kind: "endless", afterTokens: 0, fill: "comments", everyMs: 5 }, { stream: true, leaveAfter: (got) => got.length > 20 });
    expect(text).toBe(": practice\n".repeat(2));
  });
});

describe("an interruption after the opening", () => {
  it("comes after the frame and before the first token, in both dialects", async () => {
    const fault = { kind: "error_event", afterTokens: 0, opening: true } as const;
    const chunks = eventsOf((await meet(fault, { stream: true })).text);
    expect(chunks.map((chunk) => Object.keys(JSON.parse(chunk) as object).includes("error"))).toEqual([false, true]);
    const events = namedEventsOf((await send(`${server.url}/v1/messages`, askMessage("m", { stream: true }), { headers: anthropicHeaders })).text);
    expect(events.map(({ name }) => name)).toEqual(["message_start", "ping", "content_block_start", "error"]);
    expect(server.account().total).toMatchObject({ promptTokens: 0, completionTokens: 0 });
  });
});

describe("the scripted shape of a stream", () => {
  it("splits characters and events at every byte, under a byte order mark", async () => {
    server.setScript("m", { stream: { newline: "crlf", bom: true, comments: true, splitBytes: 1 } });
    const pieces: number[] = [];
    const { text } = await meet("ok", { stream: true, leaveAfter: (got) => pieces.push(got.length) < 0 });
    expect(text.slice(0, 3)).toBe("\xef\xbb\xbf");
    const decoded = Buffer.from(text, "latin1").toString();
    const deltas = [...decoded.matchAll(/\r\n\r\n: practice\r\ndata: .*?"content":"(.*?)"/g)].map(([, piece]) => piece);
    expect(deltas.join("")).toBe("naïve 🙂 café");
    expect(pieces.length).toBeGreaterThan(text.length / 4);
    expect(server.account().total).toMatchObject({ answered: 1, completionTokens: 8 });
  });

  it("holds for the ends of interrupted streams too", async () => {
    server.setScript("m", { stream: { newline: "cr" } });
    const { text } = await meet("error_event", { stream: true });
    expect(text).toMatch(/\rdata: \{"error".*\r\r$/);
    expect(text).not.toContain("\n");
  });
});

it("bad_usage can say something else early on", async () => {
  server.setScript("m", { faults: { twice: { kind: "bad_usage", usage: { total_tokens: 3 }, early: { total_tokens: 9 } } }, sequence: ["twice"] });
  const { text } = await send(`${server.url}/v1/chat/completions`, ask("m", { stream: true, stream_options: { include_usage: true } }));
  expect([...text.matchAll(/"total_tokens":(\d)/g)].map(([, total]) => total)).toEqual(["9", "3"]);
});
