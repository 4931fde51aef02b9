import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "@/lib/practice/fault";
import { type PracticeServer, startPracticeServer } from "@/lib/practice/server";
import { anthropicHeaders as headers, askMessage, namedEventsOf, type Received, send, until } from "@/lib/practice/testing/client";

let server: PracticeServer;

beforeAll(async () => {
  server = await startPracticeServer({ script: { models: { m: { promptTokens: 10, answerTokens: 8 } } } });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

type Ask = { stream?: boolean; leaveAfter?: (text: string) => boolean };

async function meet(fault: string | Fault, { stream = false, leaveAfter }: Ask = {}): Promise<Received> {
  server.setScript("m", typeof fault === "string" ? { sequence: [fault] } : { faults: { mine: fault }, sequence: ["mine"] });
  return send(`${server.url}/v1/messages`, askMessage("m", { stream }), { headers, ...(leaveAfter ? { leaveAfter } : {}) });
}

const tokensIn = (text: string) => text.split("text_delta").length - 1;

describe.each([false, true])("before any answer (stream: %s)", (stream) => {
  it.each([
    ["bad_request", 400, "invalid_request_error"], ["auth", 401, "authentication_error"], ["credit", 402, "billing_error"],
    ["403", 403, "permission_error"], ["not_found", 404, "not_found_error"], ["413", 413, "request_too_large"],
    ["rate_limited", 429, "rate_limit_error"], ["server_error", 500, "api_error"], ["503", 503, "api_error"],
    ["504", 504, "timeout_error"], ["529", 529, "overloaded_error"], ["overloaded", 529, "overloaded_error"],
    ["context_length", 400, "invalid_request_error"], ["content_filter", 400, "invalid_request_error"], ["418", 418, "invalid_request_error"],
  ])("%s answers %i as %s", async (name, status, type) => {
    const { text, ...received } = await meet(name, { stream });
    expect(received).toMatchObject({ status, ending: "end" });
    expect(JSON.parse(text)).toEqual({ type: "error", error: { type, message: expect.stringMatching(/./) as string } });
    expect(server.account().total).toMatchObject({ requests: 1, faults: { [name]: 1 }, promptTokens: 0 });
  });

  it("context_length is told by its message alone", async () => {
    expect((await meet("context_length", { stream })).text).toMatch(/prompt is too long: \d+ tokens > \d+ maximum/);
  });

  it("error_body and error_event, as scripted, are in Anthropic's envelope", async () => {
    const error = { type: "overloaded_error", message: "boo" };
    expect(await meet({ kind: "error_body", error }, { stream })).toMatchObject({ status: 200, text: JSON.stringify({ type: "error", error }) });
    expect(JSON.parse((await meet("error_body", { stream })).text)).toMatchObject({ error: { type: "api_error" } });
    const { text } = await meet({ kind: "error_event", afterTokens: 0, error }, { stream });
    const data = JSON.stringify({ type: "error", error });
    expect(text).toBe(stream ? `event: error\ndata: ${data}\n\n` : data);
  });

  it.each(["refuse", "html", "redirect"])("%s is what it is in any dialect", async (name) => {
    const received = await meet(name, { stream });
    expect([received.status, received.ending]).toEqual({ refuse: [null, "ECONNRESET"], html: [200, "end"], redirect: [307, "end"] }[name]);
  });

  it.each(["hang_headers", "hang_first_token"])("%s is held until the client leaves", async (name) => {
    const gone = new AbortController();
    const body = JSON.stringify(askMessage("m", { stream }));
    server.setScript("m", { sequence: [name] });
    const hanging = fetch(`${server.url}/v1/messages`, { method: "POST", body, headers, signal: gone.signal }).then((response) => response.text());
    await until(() => server.account().total.open === 1);
    setTimeout(() => gone.abort(), 10);
    await expect(hanging).rejects.toThrow();
    await until(() => server.account().total.open === 0);
    expect(server.account().total).toMatchObject({ faults: { [name]: 1 }, promptTokens: 0, completionTokens: 0 });
  });
});

describe("in the midst of a stream", () => {
  it.each([["cut_rst", "ECONNRESET"], ["cut_fin", "ECONNRESET"], ["cut_unframed", "end"]])("%s ends after its tokens, and looks like %s", async (name, ending) => {
    const { text, ...received } = await meet(name, { stream: true });
    expect(received.ending).toBe(ending);
    expect(tokensIn(text)).toBe(3);
    expect(text).not.toContain("content_block_stop");
    expect(server.account().total).toMatchObject({ faults: { [name]: 1 }, promptTokens: 10, completionTokens: 3 });
  });

  it("a cut beyond the answer's end comes before its last block is closed", async () => {
    const { text } = await meet({ kind: "cut", afterTokens: 500, how: "fin", framed: true }, { stream: true });
    expect([tokensIn(text), text.includes("content_block_stop")]).toEqual([8, false]);
  });

  it("hang_stream keeps the connection open after its tokens", async () => {
    await meet("hang_stream", { stream: true, leaveAfter: (text) => tokensIn(text) === 3 });
    await until(() => server.account().total.open === 0);
    expect(server.account().total).toMatchObject({ faults: { hang_stream: 1 }, completionTokens: 3 });
  });

  it("error_event is an event called error under a clean end, overloaded_error by default", async () => {
    const { text, ending } = await meet("error_event", { stream: true });
    expect(ending).toBe("end");
    expect(namedEventsOf(text).at(-1)).toMatchObject({ name: "error", data: { type: "error", error: { type: "overloaded_error" } } });
    expect(tokensIn(text)).toBe(3);
  });

  it("malformed_json and truncated_json are events that cannot be parsed", async () => {
    const malformed = await meet("malformed_json", { stream: true });
    expect(malformed.text).toMatch(/event: message_stop\n.*\n\n$/);
    expect(() => namedEventsOf(malformed.text)).toThrow(SyntaxError);
    const truncated = await meet("truncated_json", { stream: true });
    expect(() => namedEventsOf(truncated.text)).toThrow(SyntaxError);
    expect(truncated.text).toMatch(/"del$/);
  });

  it("no_done lacks message_stop, no_finish message_delta as well", async () => {
    const noDone = (await meet("no_done", { stream: true })).text;
    expect(namedEventsOf(noDone).at(-1)).toMatchObject({ name: "message_delta", data: { delta: { stop_reason: "end_turn" } } });
    expect(namedEventsOf((await meet("no_finish", { stream: true })).text).at(-1)).toMatchObject({ name: "content_block_stop" });
  });
});

describe("in the midst of a whole message", () => {
  it.each([["cut_rst", "ECONNRESET"], ["cut_fin", "ECONNRESET"], ["cut_unframed", "end"], ["malformed_json", "end"], ["truncated_json", "end"]])(
    "%s is no JSON, and looks like %s",
    async (name, ending) => {
      const received = await meet(name);
      expect(received).toMatchObject({ status: 200, ending });
      expect(() => JSON.parse(received.text)).toThrow(SyntaxError);
    },
  );
});

describe.each([false, true])("in what the answer says (stream: %s)", (stream) => {
  it("usage is missing or as scripted, while the account knows better", async () => {
    expect((await meet("missing_usage", { stream })).text).not.toContain("usage");
    const usages = (text: string) => [...text.matchAll(/"usage":(\{[^}]*\})/g)].map(([, usage]) => usage);
    const bad = '{"input_tokens":-5}';
    expect(usages((await meet({ kind: "bad_usage", usage: { input_tokens: -5 } }, { stream })).text)).toEqual(stream ? [bad, bad] : [bad]);
    expect(usages((await meet("bad_usage", { stream })).text).at(-1)).toContain('"input_tokens":-1');
    expect(server.account().total).toMatchObject({ promptTokens: 30, completionTokens: 24 });
  });

  it("empty_choices is a message without content that owes the prompt alone", async () => {
    const { text } = await meet("empty_choices", { stream });
    expect(text).toContain('"content":[]');
    expect(text).not.toContain("content_block");
    expect(text).toContain('"output_tokens":0');
    expect(server.account().total).toMatchObject({ promptTokens: 10, completionTokens: 0 });
  });

  it.each([["content_filter", "refusal"], ["length", "max_tokens"], ["pause_turn", "pause_turn"]])("the finish reason %s is %s", async (reason, stopReason) => {
    expect((await meet({ kind: "finish_reason", reason }, { stream })).text).toContain(`"stop_reason":"${stopReason}"`);
  });

  it("slow_drip sends the same bytes one at a time", async () => {
    const { text } = await meet({ kind: "slow_drip", byteMs: 0 }, { stream });
    expect(stream ? namedEventsOf(text).at(-1)?.name : (JSON.parse(text) as { type: string }).type).toBe(stream ? "message_stop" : "message");
  });
});
