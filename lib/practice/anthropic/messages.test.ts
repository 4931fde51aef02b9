import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PracticeServer, startPracticeServer } from "@/lib/practice/server";
import { anthropicHeaders, ask, askMessage, send } from "@/lib/practice/testing/client";

let server: PracticeServer;
const caches = { promptTokens: 100, cachedTokens: 40, cacheWrite5mTokens: 20, cacheWrite1hTokens: 10 };

beforeAll(async () => {
  server = await startPracticeServer({
    script: {
      models: {
        plain: { promptTokens: 100, cachedTokens: 40, answerTokens: 12, reasoningTokens: 5 },
        counted: { answerTokens: 4 },
        echo: { echo: true, answerTokens: 2 },
        tool: { tool: true, toolArguments: { city: "Bern" }, answerTokens: 6 },
        thinking: { showReasoning: "reasoning", reasoningTokens: 3, answerTokens: 5 },
        writes: {
          ...caches, answerTokens: 10, reasoningTokens: 4, headers: { "x-left": "7" },
          price: { input: "3", cachedInput: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15", reasoning: "20" },
        },
      },
    },
  });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

async function message(model: string, more: object = {}, headers: object = anthropicHeaders) {
  const { status, text, headers: received } = await send(`${server.url}/acme/v1/messages`, askMessage(model, more), { headers: { ...headers } });
  return { status, headers: received, body: JSON.parse(text) as Record<string, unknown> };
}

const weather = { name: "weather", input_schema: { type: "object" } };

describe("a message", () => {
  it("has Anthropic's form, and usage that leaves cached tokens out of the input", async () => {
    const { status, body } = await message("plain");
    expect(status).toBe(200);
    expect(body).toMatchObject({ type: "message", role: "assistant", model: "plain", stop_reason: "end_turn", stop_sequence: null });
    expect(body.id).toMatch(/^msg_practice_\d+$/);
    expect(body.content).toEqual([{ type: "text", text: "The practice provider answers with plain words" }]);
    expect(body.usage).toMatchObject({
      input_tokens: 60, cache_read_input_tokens: 40, cache_creation_input_tokens: 0, output_tokens: 12,
      output_tokens_details: { thinking_tokens: 5 },
    });
  });

  it("says what OpenAI's dialect says, from one sequence and into one account", async () => {
    server.setScript("plain", { sequence: ["ok", "ok", "503"] });
    const chat = JSON.parse((await send(`${server.url}/acme/v1/chat/completions`, ask("plain"), { key: "sk-ant-practice" })).text) as { choices: { message: { content: string } }[] };
    expect((await message("plain")).body.content).toEqual([{ type: "text", text: chat.choices[0]?.message.content }]);
    expect(await message("plain")).toMatchObject({ status: 503, body: { type: "error", error: { type: "api_error" } } });
    server.setScript("plain", { sequence: null });
    expect(server.account().lines).toMatchObject([{
      apiKey: "sk-ant-practice", provider: "acme", requests: 3, answered: 2, faults: { "503": 1 },
      promptTokens: 200, cachedTokens: 80, completionTokens: 24, reasoningTokens: 10,
    }]);
  });

  it("tells cache writes apart and prices them, which OpenAI's dialect counts and prices as plain input", async () => {
    expect((await message("writes")).body.usage).toMatchObject({
      input_tokens: 30, cache_read_input_tokens: 40, cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 10 },
    });
    const cost = 30 * 3 + 40 * 0.3 + 20 * 3.75 + 10 * 6 + 6 * 15 + 4 * 20;
    expect(server.account().total).toMatchObject({ ...caches, completionTokens: 10, costPico: String(cost * 1_000_000) });
    server.reset();
    const chat = await send(`${server.url}/acme/v1/chat/completions`, ask("writes"));
    expect(chat.text).toContain('"prompt_tokens":100,');
    const plain = 60 * 3 + 40 * 0.3 + 6 * 15 + 4 * 20;
    expect(server.account().total).toMatchObject({ ...caches, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, costPico: String(plain * 1_000_000) });
  });

  it("never reports more parts than the prompt has", async () => {
    server.setScript("writes", { promptTokens: 55 });
    expect((await message("writes")).body.usage).toMatchObject({
      input_tokens: 0, cache_read_input_tokens: 40, cache_creation: { ephemeral_5m_input_tokens: 15, ephemeral_1h_input_tokens: 0 },
    });
    server.setScript("writes", { promptTokens: 100 });
  });

  it("carries the headers of the script, in both dialects", async () => {
    expect((await message("writes")).headers["x-left"]).toBe("7");
    expect((await send(`${server.url}/v1/chat/completions`, ask("writes"))).headers["x-left"]).toBe("7");
    server.setScript("writes", { sequence: ["429"], headers: { "retry-after": "9" } });
    expect(await message("writes")).toMatchObject({ status: 429, headers: { "retry-after": "9" } });
    server.setScript("writes", { sequence: null });
  });

  it("is cut by max_tokens and says so", async () => {
    expect((await message("counted", { max_tokens: 3 })).body).toMatchObject({ stop_reason: "max_tokens", usage: { output_tokens: 3 } });
  });

  it("counts instructions and the results of tools into the prompt, and echoes the user", async () => {
    const result = { type: "tool_result", tool_use_id: "x", content: [{ type: "text", text: "12345" }] };
    const { body } = await message("counted", { system: [{ type: "text", text: "1234" }], messages: [{ role: "user", content: [result] }] });
    expect(body.usage).toMatchObject({ input_tokens: 3 + (3 + 1) + (3 + 2) });
    expect((await message("echo", { messages: [{ role: "user", content: "xyzzy" }] })).body.content).toEqual([{ type: "text", text: "xyzzy" }]);
  });

  it("thinks in a signed block of its own when the script shows it", async () => {
    expect((await message("thinking")).body.content).toEqual([
      { type: "thinking", thinking: "The practice provider", signature: expect.stringMatching(/.{8}/) as string },
      { type: "text", text: "The practice" },
    ]);
  });

  it("calls the tool that was offered, or the one that was chosen, or none", async () => {
    const tools = [weather, { ...weather, name: "other" }];
    const block = { type: "tool_use", id: expect.stringMatching(/^toolu_/) as string, input: { city: "Bern" } };
    expect((await message("tool", { tools })).body).toMatchObject({ stop_reason: "tool_use", content: [{ ...block, name: "weather" }] });
    expect((await message("tool", { tools, tool_choice: { type: "tool", name: "other" } })).body.content).toMatchObject([{ name: "other" }]);
    expect((await message("tool", { tools, tool_choice: { type: "none" } })).body).toMatchObject({ stop_reason: "end_turn", content: [{ type: "text" }] });
    expect((await message("tool", { tools, max_tokens: 2 })).body).toMatchObject({ stop_reason: "max_tokens", content: [{ input: {} }] });
  });

  it("calls a tool that it is forced to call, also where the script calls none", async () => {
    const forced = await message("counted", { tools: [weather], tool_choice: { type: "tool", name: "weather" } });
    expect(forced.body).toMatchObject({ stop_reason: "tool_use", content: [{ name: "weather", input: { answer: "The practice" } }] });
    expect((await message("counted", { tools: [weather] })).body).toMatchObject({ stop_reason: "end_turn" });
  });

  it("answers JSON when asked for it", async () => {
    const { body } = await message("counted", { output_config: { format: { type: "json_schema", schema: {} } } });
    expect(JSON.parse((body.content as { text: string }[])[0]?.text ?? "")).toEqual({ answer: "The practice" });
  });
});

describe("what Anthropic would refuse", () => {
  it.each([
    ["no max_tokens", { max_tokens: undefined }, 400, "invalid_request_error", /^max_tokens: /],
    ["a system message", { messages: [{ role: "system", content: "x" }] }, 400, "invalid_request_error", /^messages\.0\.role: /],
    ["no messages", { messages: [] }, 400, "invalid_request_error", /^messages: /],
    ["a field of OpenAI's", { stream_options: { include_usage: true } }, 400, "invalid_request_error", /stream_options/],
    ["a tool without a schema", { tools: [{ name: "x" }] }, 400, "invalid_request_error", /^tools\.0\.input_schema: /],
    ["a temperature above 1", { temperature: 1.5 }, 400, "invalid_request_error", /^temperature: /],
    ["an unknown model", { model: "nope" }, 404, "not_found_error", /nope/],
  ])("%s is refused in its envelope and owes nothing", async (_, more, status, type, reason) => {
    const answer = await message("counted", more);
    expect(answer).toMatchObject({ status, body: { type: "error", error: { type, message: expect.stringMatching(reason) as string } } });
    expect(server.account().total).toMatchObject({ requests: 1, rejected: 1, promptTokens: 0 });
  });

  it("so are a request without a version, one that is no JSON, and a GET", async () => {
    expect(await message("counted", {}, {})).toMatchObject({ status: 400, body: { error: { message: "anthropic-version: header is required" } } });
    const url = `${server.url}/v1/messages`;
    expect(JSON.parse((await send(url, "{", { headers: anthropicHeaders })).text)).toMatchObject({ type: "error", error: { type: "invalid_request_error" } });
    expect((await send(url, undefined, { method: "GET" })).status).toBe(405);
  });

  it("a bearer key does as well as x-api-key", async () => {
    await message("counted", {}, { "anthropic-version": "2023-06-01", authorization: "Bearer b" });
    expect(server.account().lines).toMatchObject([{ apiKey: "b", answered: 1 }]);
  });
});
