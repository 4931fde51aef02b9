import { describe, expect, it } from "vitest";
import { openai } from "./adapter";

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const NOTHING = new Uint8Array();
const readChunk = (data: string) => openai.openReader(NOTHING)(data);
const error = (fields: object) => JSON.stringify({ error: fields });

describe("a failing status of an OpenAI-compatible provider", () => {
  it.each([
    [400, error({ message: "bad", code: null }), "bad_request"],
    [400, error({ message: "This model's maximum context length is 8192 tokens." }), "context_length"],
    [400, error({ message: "too long", code: "context_length_exceeded" }), "context_length"],
    [400, error({ message: "no", code: "content_filter" }), "content_filter"],
    [401, error({ message: "Incorrect API key provided: sk-abc123def" }), "auth"],
    [402, "", "credit"],
    [403, "", "auth"],
    [404, error({ message: "no such model" }), "not_found"],
    [400, error({ message: "x", code: "model_not_found" }), "not_found"],
    [408, "", "server_error"],
    [409, "", "server_error"],
    [413, "", "context_length"],
    [422, "", "bad_request"],
    [400, error({ message: "Incorrect API key provided: fw_3Zabc" }), "auth"],
    [400, error({ message: "no", type: "authentication_error" }), "auth"],
    [400, error({ message: "no", type: "permission_error", code: null }), "auth"],
    [400, error({ message: "no", type: "invalid_request_error", code: "invalid_api_key" }), "auth"],
    [429, error({ message: "pay", type: "insufficient_quota", code: 429 }), "credit"],
    [413, error({ message: "Request too large on tokens per minute", type: "tokens", code: "rate_limit_exceeded" }), "rate_limited"],
    [403, error({ message: "no", code: 403, metadata: { reasons: ["violence"], flagged_input: "x" } }), "content_filter"],
    [400, error({ message: "Provider returned error", code: 400, metadata: { raw: '{"message":"prompt is too long"}' } }), "context_length"],
    [403, JSON.stringify({ code: "The caller does not have permission", error: "Content violates usage guidelines." }), "content_filter"],
    [400, JSON.stringify([{ error: { code: 400, message: "API key not valid. Please pass a valid API key.", status: "INVALID_ARGUMENT" } }]), "auth"],
    [400, JSON.stringify({ object: "error", message: "This model's maximum context length is 10 tokens.", code: 400 }), "context_length"],
    [500, error({ message: "x", code: "constructor" }), "server_error"],
    [500, error({ message: "x", code: "__proto__" }), "server_error"],
    [425, "", "server_error"],
    [429, error({ message: "slow down" }), "rate_limited"],
    [429, error({ message: "pay", code: "insufficient_quota" }), "credit"],
    [500, "<html>", "server_error"],
    [503, "", "overloaded"],
    [529, "", "overloaded"],
    [599, "", "server_error"],
    [302, "", "malformed"],
    [999, "", "server_error"],
  ])("%i %s means %s", (status, body, cause) => {
    expect(openai.readFailure(status, body).cause).toBe(cause);
  });

  it("never repeats what is said of our credential", () => {
    expect(openai.readFailure(401, error({ message: "Incorrect API key provided: fw_3Zabc" })).detail).toBe("HTTP 401");
  });
});

describe("a whole answer", () => {
  it("gives its usage in our own form", () => {
    const body = bytes({
      choices: [{ message: { content: "héllo", tool_calls: null } }],
      usage: {
        prompt_tokens: 10,
        completion_tokens: 5,
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 3 },
      },
    });
    expect(openai.readWhole(body)).toMatchObject({
      body,
      usage: { input: 10, cachedInput: 4, cacheWrite5m: 0, cacheWrite1h: 0, output: 5, reasoning: 3 },
      contentBytes: 6,
    });
  });

  it.each([
    ["negative", { prompt_tokens: -1, completion_tokens: 5 }],
    ["a string", { prompt_tokens: "10", completion_tokens: 5 }],
    ["huge", { prompt_tokens: 1e30, completion_tokens: 5 }],
    ["contradictory", { prompt_tokens: 1, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 4 } }],
    ["nothing", {}],
    ["null", null],
  ])("has no usage when what is reported is %s", (_, usage) => {
    expect(openai.readWhole(bytes({ choices: [{ message: {} }], usage }))).toMatchObject({ usage: null });
  });

  it.each(["", "<html>", "null", "[]", "{}", '{"choices":[]}', '{"choices":[null]}', '{"choices":[{}]}', '{"choices":{}}', '{"choices":[{}'])(
    "is none when it is %j",
    (body) => {
      expect(openai.readWhole(bytes(body))).toMatchObject({ cause: "malformed" });
    },
  );

  it("is a failure when it carries an error, by the code that it names", () => {
    expect(openai.readWhole(bytes({ error: { message: "x", code: 429 } }))).toMatchObject({ cause: "rate_limited" });
    expect(openai.readWhole(bytes({ error: "down" }))).toMatchObject({ cause: "server_error" });
    expect(openai.readWhole(bytes({ error: { message: "maximum context length is 10", code: 400 } }))).toMatchObject({ cause: "context_length" });
  });

  it("never repeats what is said of our credential, not inside a 200 either", () => {
    const error = { message: "Incorrect API key provided: fw_3ZSECRET", code: 401 };
    expect(openai.readWhole(bytes({ error }))).toEqual({ cause: "auth", detail: "an error inside a 200" });
    expect(readChunk(JSON.stringify({ error }))).toMatchObject([{ failure: { cause: "auth", detail: "an error inside a 200" } }]);
    expect(openai.readWhole(bytes({ error: error.message }))).toEqual({ cause: "server_error", detail: "an error inside a 200" });
  });
});

describe("an event of a stream", () => {
  const chunk = (delta: object, more: object = {}) =>
    readChunk(JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }], ...more }));

  it("has content when a reader would see or act on something", () => {
    expect(chunk({ role: "assistant", content: "" })).toMatchObject([{ content: false }]);
    expect(chunk({})).toMatchObject([{ content: false }]);
    expect(chunk({ content: "a" })).toMatchObject([{ content: true, contentBytes: 1 }]);
    expect(chunk({ reasoning_content: "hm" })).toMatchObject([{ content: true }]);
  });

  it.each([
    [{ content: [{ type: "text", text: "a" }] }, 1],
    [{ content: [{ type: "thinking", thinking: [{ type: "text", text: "hm" }] }] }, 2],
    [{ refusal: "no" }, 2],
    [{ reasoning: "hm" }, 2],
    [{ reasoning_details: [{ type: "reasoning.text", text: "hm" }, { type: "reasoning.summary", summary: "s" }, { type: "reasoning.encrypted", data: "d" }] }, 4],
    [{ reasoning: "hm", reasoning_content: "hm", reasoning_details: [{ type: "reasoning.text", text: "hm" }] }, 2],
    [{ tool_calls: [{ index: 0, id: "c", type: "function", function: { name: "f", arguments: "" } }] }, 1],
    [{ tool_calls: [{ index: 0, function: { arguments: "{}" } }] }, 2],
    [{ tool_calls: [{ index: 0, id: "c", type: "custom", custom: { name: "f", input: "x" } }] }, 2],
    [{ function_call: { name: "f", arguments: "{}" } }, 3],
    [{ audio: { id: "a", transcript: "hi" } }, 2],
    [{ audio: { data: "AAAA" } }, 4],
    [{ images: [{ type: "image_url", image_url: { url: "data:," } }] }, 6],
  ])("has content in %j", (delta, contentBytes) => {
    expect(chunk(delta)).toMatchObject([{ content: true, contentBytes }]);
  });

  it.each([
    { content: "", annotations: [{ type: "url_citation", url_citation: { url: "https://a.example" } }] },
    { role: "assistant", name: "bot" },
    { audio: { id: "audio_1", expires_at: 5 } },
    { content: null, extra_content: { google: { thought_signature: "abc" } } },
    { id: "msg_1", content: [{ type: "text", text: "" }] },
    { reasoning_details: [{ type: "reasoning.text", text: "", format: "x", signature: "abc", id: "r" }] },
    { tool_calls: [{ index: 0, id: "c", type: "function", function: { name: "", arguments: "" } }] },
    { images: [{ type: "image_url" }] },
    { content: 5, reasoning: {}, tool_calls: "x", audio: [], function_call: null },
  ])("has none in %j", (delta) => {
    expect(chunk(delta)).toMatchObject([{ content: false, contentBytes: 0 }]);
  });

  it("finishes the answer when every choice that was seen has", () => {
    const read = openai.openReader(NOTHING);
    const finished = (...choices: [index: number | undefined, finish_reason: string | null][]) => {
      const chunks = read(JSON.stringify({ choices: choices.map(([index, finish_reason]) => ({ index, delta: {}, finish_reason })) }));
      return Array.isArray(chunks) && chunks[0]?.finished;
    };
    expect(finished([0, null], [1, null])).toBe(false);
    expect(finished([0, "stop"])).toBe(false);
    expect(finished([1, ""])).toBe(false);
    expect(finished([1, "length"])).toBe(true);
    expect(finished()).toBe(true);
    expect(finished([2, null])).toBe(false);
    expect(finished([2, "stop"], [1, null])).toBe(true);
  });

  it("is the last one at [DONE], and broken when it is not JSON", () => {
    expect(readChunk("[DONE]")).toBeNull();
    expect(readChunk('{"choices":[{')).toMatchObject({ cause: "malformed" });
    expect(readChunk("7")).toMatchObject({ cause: "malformed" });
    expect(readChunk(`{"choices":${"[".repeat(100)}${"]".repeat(100)}}`)).toMatchObject({ cause: "malformed" });
  });

  it("can break off with an error", () => {
    expect(readChunk(error({ message: "overloaded", code: 503 }))).toMatchObject([{ failure: { cause: "overloaded" } }]);
  });
});
