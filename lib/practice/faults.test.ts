import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "./fault";
import { type PracticeServer, startPracticeServer } from "./server";
import { ask, eventsOf, type Received, send, until } from "./testing/client";

let server: PracticeServer;

beforeAll(async () => {
  server = await startPracticeServer({ script: { models: { m: { promptTokens: 10, answerTokens: 8 } } } });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

type Ask = { stream?: boolean; leaveAfter?: (text: string) => boolean };

/** Meets one fault, by name or as given. */
async function meet(fault: string | Fault, { stream = false, leaveAfter }: Ask = {}): Promise<Received> {
  server.setScript("m", typeof fault === "string" ? { sequence: [fault] } : { faults: { mine: fault }, sequence: ["mine"] });
  const options = stream ? { stream, stream_options: { include_usage: true } } : {};
  return send(`${server.url}/v1/chat/completions`, ask("m", options), leaveAfter ? { leaveAfter } : {});
}

function tokensIn(text: string): number {
  return eventsOf(text).filter((event) => /"delta":\{"content":"[^"]/.test(event)).length;
}

describe.each([false, true])("before any answer (stream: %s)", (stream) => {
  it.each([
    ["rate_limited", 429, "rate_limit_exceeded"], ["overloaded", 503, "overloaded"], ["auth", 401, "invalid_api_key"],
    ["credit", 402, "insufficient_quota"], ["not_found", 404, "model_not_found"], ["context_length", 400, "context_length_exceeded"],
    ["content_filter", 400, "content_filter"], ["server_error", 500, null], ["bad_request", 400, null], ["529", 529, null], ["999", 999, null],
  ])("%s answers %i with OpenAI's error envelope", async (name, status, code) => {
    const { text, ...received } = await meet(name, { stream });
    expect(received).toMatchObject({ status, ending: "end" });
    expect(JSON.parse(text)).toMatchObject({ error: { code, param: code === "context_length_exceeded" || code === "content_filter" ? "messages" : null } });
    expect(server.account().total).toMatchObject({ requests: 1, answered: 0, faults: { [name]: 1 }, promptTokens: 0, completionTokens: 0 });
  });

  it("a status brings its own body, headers and Retry-After", async () => {
    const fault = { kind: "status", status: 418, body: "short and stout", headers: { "x-tea": ["a", "b"] }, retryAfter: "Wed, 21 Oct 2026 07:28:00 GMT", afterMs: 5 } as const;
    const received = await meet({ ...fault, headers: { "x-tea": ["a", "b"] } }, { stream });
    expect(received).toMatchObject({ status: 418, text: "short and stout", headers: { "x-tea": "a, b", "retry-after": fault.retryAfter } });
  });

  it("rate_limited says when to come back, redirect where to go", async () => {
    expect((await meet("rate_limited", { stream })).headers["retry-after"]).toBe("1");
    expect(await meet("redirect", { stream })).toMatchObject({ status: 307, headers: { location: "http://127.0.0.1:9/" } });
  });

  it("refuse closes the connection without an answer, by reset or by FIN", async () => {
    expect(await meet("refuse", { stream })).toMatchObject({ status: null, ending: "ECONNRESET" });
    expect(await meet({ kind: "refuse", how: "fin" }, { stream })).toMatchObject({ status: null, ending: "ECONNRESET" });
  });

  it("raw sends any bytes", async () => {
    const bytes = "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx";
    expect((await meet({ kind: "raw", bytes, end: "fin" }, { stream })).ending).toMatch(/^HPE_/);
  });

  it("html and error_body come with status 200", async () => {
    expect(await meet("html", { stream })).toMatchObject({ status: 200, headers: { "content-type": "text/html; charset=utf-8" }, text: expect.stringContaining("<html>") as string });
    const { status, text } = await meet({ kind: "error_body", error: { message: "boo" } }, { stream });
    expect([status, JSON.parse(text)]).toEqual([200, { error: { message: "boo" } }]);
  });

  it("hang_headers sends nothing, and is counted while it hangs", async () => {
    server.setScript("m", { sequence: ["hang_headers"] });
    const controller = new AbortController();
    const body = JSON.stringify(ask("m", { stream }));
    const hanging = fetch(`${server.url}/v1/chat/completions`, { method: "POST", body, signal: controller.signal });
    await until(() => server.account().total.faults.hang_headers === 1);
    expect(server.account().total.open).toBe(1);
    controller.abort();
    await expect(hanging).rejects.toThrow();
    await until(() => server.account().total.open === 0);
    expect(server.account().total).toMatchObject({ requests: 1, aborted: 0 });
  });

  it("hang_first_token sends the head alone", async () => {
    const received = await meet("hang_first_token", { stream, leaveAfter: () => true });
    expect(received).toMatchObject({ status: 200, text: "" });
    await until(() => server.account().total.open === 0);
    expect(server.account().total).toMatchObject({ promptTokens: 0, completionTokens: 0 });
  });
});

describe("in the midst of a stream", () => {
  it.each([["cut_rst", "ECONNRESET"], ["cut_fin", "ECONNRESET"], ["cut_unframed", "end"]])(
    "%s ends after the scripted tokens, and looks like %s",
    async (name, ending) => {
      const received = await meet(name, { stream: true });
      expect(received).toMatchObject({ status: 200, ending });
      expect(tokensIn(received.text)).toBe(3);
      expect(received.text).not.toContain("[DONE]");
      expect(server.account().total).toMatchObject({ faults: { [name]: 1 }, promptTokens: 10, completionTokens: 3 });
    },
  );

  it("a cut never loses what was sent before it", async () => {
    const texts = await Promise.all(
      Array.from({ length: 30 }, () => meet({ kind: "cut", afterTokens: 5, how: "rst", framed: true }, { stream: true })),
    );
    expect(texts.map(({ text }) => tokensIn(text))).toEqual(texts.map(() => 5));
  });

  it("hang_stream keeps the connection open after its tokens", async () => {
    const received = await meet("hang_stream", { stream: true, leaveAfter: (text) => tokensIn(text) === 3 });
    expect(tokensIn(received.text)).toBe(3);
    await until(() => server.account().total.open === 0);
    expect(server.account().total).toMatchObject({ faults: { hang_stream: 1 }, aborted: 0, completionTokens: 3 });
  });

  it("malformed_json and truncated_json end cleanly, with an event that cannot be parsed", async () => {
    const malformed = eventsOf((await meet("malformed_json", { stream: true })).text);
    expect(malformed.at(-1)).toBe("[DONE]");
    expect(() => JSON.parse(malformed.at(-2) ?? "")).toThrow(SyntaxError);
    const truncated = await meet("truncated_json", { stream: true });
    expect(truncated.ending).toBe("end");
    expect(() => JSON.parse(eventsOf(truncated.text).at(-1) ?? "")).toThrow(SyntaxError);
  });

  it("error_event is an event with the error, the first one when told so", async () => {
    const late = eventsOf((await meet("error_event", { stream: true })).text);
    expect(JSON.parse(late.at(-1) ?? "")).toMatchObject({ error: { type: "server_error" } });
    expect(late).toHaveLength(1 + 3 + 1);
    const first = await meet({ kind: "error_event", afterTokens: 0, error: { code: 502 } }, { stream: true });
    expect(first.text).toBe('data: {"error":{"code":502}}\n\n');
  });

  it("no_done lacks [DONE], no_finish the reason as well", async () => {
    const noDone = await meet("no_done", { stream: true });
    expect(noDone.ending).toBe("end");
    expect(noDone.text).toContain('"finish_reason":"stop"');
    expect(noDone.text).not.toContain("[DONE]");
    expect((await meet("no_finish", { stream: true })).text).not.toContain('"finish_reason":"stop"');
  });

  it("an answer that is shorter than the interruption's place breaks before its finish", async () => {
    const { text } = await meet({ kind: "cut", afterTokens: 500, how: "fin", framed: true }, { stream: true });
    expect(tokensIn(text)).toBe(8);
    expect(text).not.toContain('"finish_reason":"stop"');
  });
});

describe("in the midst of a whole answer", () => {
  it.each([["cut_rst", "ECONNRESET"], ["cut_fin", "ECONNRESET"], ["cut_unframed", "end"]])("%s stops half-way, and looks like %s", async (name, ending) => {
    const received = await meet(name);
    expect(received).toMatchObject({ status: 200, ending });
    expect(received.text.length).toBeGreaterThan(50);
    expect(() => JSON.parse(received.text)).toThrow(SyntaxError);
    expect(server.account().total).toMatchObject({ faults: { [name]: 1 }, promptTokens: 10, completionTokens: 8 });
  });

  it("hang_stream stops half-way and stays", async () => {
    const received = await meet("hang_stream", { leaveAfter: (text) => text.length > 50 });
    expect(() => JSON.parse(received.text)).toThrow(SyntaxError);
  });

  it.each(["malformed_json", "truncated_json"])("%s is no JSON under a clean end", async (name) => {
    const received = await meet(name);
    expect(received).toMatchObject({ status: 200, ending: "end" });
    expect(() => JSON.parse(received.text)).toThrow(SyntaxError);
  });

  it("error_event is the error with status 200", async () => {
    expect(JSON.parse((await meet("error_event")).text)).toMatchObject({ error: { type: "server_error" } });
  });
});

describe("in what the answer says", () => {
  it.each([false, true])("usage is missing or as scripted, while the account knows better (stream: %s)", async (stream) => {
    expect((await meet("missing_usage", { stream })).text).not.toContain('"prompt_tokens"');
    const bad = await meet({ kind: "bad_usage", usage: { prompt_tokens: -5 } }, { stream });
    expect(bad.text).toContain('"usage":{"prompt_tokens":-5}');
    expect(server.account().total).toMatchObject({ faults: { missing_usage: 1, mine: 1 }, promptTokens: 20, completionTokens: 16 });
  });

  it.each([false, true])("empty_choices owes the prompt alone (stream: %s)", async (stream) => {
    const { text } = await meet("empty_choices", { stream });
    expect(text).toContain('"choices":[]');
    expect(text).not.toContain('"finish_reason"');
    expect(server.account().total).toMatchObject({ promptTokens: 10, completionTokens: 0 });
  });

  it.each([false, true])("the finish reason is as scripted (stream: %s)", async (stream) => {
    expect((await meet({ kind: "finish_reason", reason: "content_filter" }, { stream })).text).toContain('"finish_reason":"content_filter"');
  });

  it.each([false, true])("slow_drip sends the same bytes one at a time (stream: %s)", async (stream) => {
    const pieces: number[] = [];
    const leaveAfter = (text: string) => {
      pieces.push(text.length);
      return false;
    };
    const { text, ending } = await meet({ kind: "slow_drip", byteMs: 0 }, { stream, leaveAfter });
    expect(ending).toBe("end");
    expect(stream ? eventsOf(text).at(-1) : (JSON.parse(text) as { object: string }).object).toBe(stream ? "[DONE]" : "chat.completion");
    expect(pieces.length).toBeGreaterThan(text.length / 4);
  });

  it("slow_drip stops when the client leaves", async () => {
    await meet({ kind: "slow_drip", byteMs: 20 }, { stream: true, leaveAfter: (text) => text.length >= 2 });
    await until(() => server.account().total.open === 0);
    expect(server.account().total).toMatchObject({ faults: { mine: 1 }, completionTokens: 0 });
  });
});

describe("a sequence", () => {
  it("of 95 ok and 5 × 429 gives exactly that, by key, also under concurrency", async () => {
    server.setScript("m", { sequence: "95 × ok, 5 × 429" });
    const statuses = await Promise.all(
      Array.from({ length: 200 }, async () => (await send(`${server.url}/v1/chat/completions`, ask("m"), { key: "k1" })).status),
    );
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect(server.account().lines).toMatchObject([{ apiKey: "k1", requests: 200, answered: 190, faults: { "429": 10 }, promptTokens: 1_900 }]);
  });
});
