import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PracticeServer, startPracticeServer } from "./server";
import { ask, eventsOf, send, until } from "./testing/client";

let server: PracticeServer;
let client: OpenAI;

beforeAll(async () => {
  server = await startPracticeServer({
    script: {
      models: {
        plain: { promptTokens: 50, cachedTokens: 20, answerTokens: 10, reasoningTokens: 4, price: { input: "1", output: "5" } },
        thinking: { showReasoning: "reasoning", reasoningTokens: 2, answerTokens: 3 },
        tool: { tool: true, toolArguments: { city: "Bern", days: [1, 2, 3] }, answerTokens: 8 },
        slow: { promptTokens: 7, answerTokens: 5_000, tokensPerSecond: 500 },
        fast: { promptTokens: 7, answerTokens: 20_000 },
        paced: { answerTokens: 11, tokensPerSecond: 250, firstTokenMs: 20 },
      },
    },
  });
  client = new OpenAI({ baseURL: `${server.url}/acme/v1`, apiKey: "sk-practice", maxRetries: 0 });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

const url = () => `${server.url}/acme/v1/chat/completions`;
const messages = [{ role: "user" as const, content: "hello" }];

async function stream(model: string, more: object = {}) {
  const { text, headers } = await send(url(), ask(model, { stream: true, ...more }));
  const events = eventsOf(text);
  const chunks = events.slice(0, -1).map((event) => JSON.parse(event) as Record<string, unknown>);
  return { chunks, last: events.at(-1), headers };
}

describe("a stream", () => {
  it("opens with the role, carries one token a chunk, finishes, and ends with [DONE]", async () => {
    const { chunks, last, headers } = await stream("plain");
    expect(headers["content-type"]).toBe("text/event-stream; charset=utf-8");
    expect(last).toBe("[DONE]");
    expect(chunks).toHaveLength(1 + 6 + 1);
    expect(chunks[0]).toMatchObject({ object: "chat.completion.chunk", choices: [{ index: 0, delta: { role: "assistant" }, finish_reason: null }] });
    expect(chunks.at(-1)).toMatchObject({ choices: [{ delta: {}, finish_reason: "stop" }] });
    expect(chunks.filter((chunk) => "usage" in chunk)).toEqual([]);
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
  });

  it("carries usage on a last chunk without choices, and null before it, only when asked", async () => {
    const { chunks } = await stream("plain", { stream_options: { include_usage: true } });
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 50, completion_tokens: 10, prompt_tokens_details: { cached_tokens: 20 }, completion_tokens_details: { reasoning_tokens: 4 } },
    });
    expect(chunks.slice(0, -1).map((chunk) => chunk.usage)).toEqual(Array.from({ length: 8 }, () => null));
  });

  it("says the same as the whole answer", async () => {
    const whole = await client.chat.completions.create({ model: "plain", messages });
    const runner = client.chat.completions.stream({ model: "plain", messages });
    const { content } = (await runner.finalChatCompletion()).choices[0]?.message ?? {};
    expect(content).toBe(whole.choices[0]?.message.content);
  });

  it("streams a tool call in fragments that a client can put together", async () => {
    const tools = [{ type: "function" as const, function: { name: "weather", parameters: {} } }];
    const final = await client.chat.completions.stream({ model: "tool", messages, tools }).finalChatCompletion();
    expect(final.choices[0]?.finish_reason).toBe("tool_calls");
    expect(final.choices[0]?.message.tool_calls?.[0]).toMatchObject({
      type: "function", function: { name: "weather", arguments: '{"city":"Bern","days":[1,2,3]}' },
    });
  });

  it("streams shown reasoning before the text, and keeps choices apart", async () => {
    const { chunks } = await stream("thinking", { n: 2 });
    const deltas = chunks.flatMap((chunk) => chunk.choices as { index: number; delta: Record<string, string> }[]);
    const reasoning = deltas.filter(({ delta }) => "reasoning" in delta);
    expect(reasoning.map(({ index }) => index)).toEqual([0, 1, 0, 1]);
    expect(deltas.findLastIndex(({ delta }) => "reasoning" in delta)).toBeLessThan(deltas.findIndex(({ delta }) => delta.content));
    expect(server.account().total).toMatchObject({ completionTokens: 6, reasoningTokens: 4 });
  });

  it("takes the time that the script says, and arrives as it is generated", async () => {
    const startedAt = performance.now();
    const arrivals: number[] = [];
    const chunks = await client.chat.completions.create({ model: "paced", messages, stream: true });
    for await (const chunk of chunks) if (chunk.choices[0]?.delta.content) arrivals.push(performance.now() - startedAt);
    expect(arrivals).toHaveLength(11);
    expect(arrivals[0]).toBeGreaterThan(18);
    // 20 ms and ten intervals of 4 ms; the first is there long before the last.
    expect(arrivals[10]).toBeGreaterThan(55);
    expect((arrivals[10] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(8);
  });

  it("is in the account, complete, when its last event has been read", async () => {
    await stream("plain");
    expect(server.account().lines).toMatchObject([{
      provider: "acme", model: "plain", apiKey: "(none)", requests: 1, answered: 1,
      promptTokens: 50, cachedTokens: 20, completionTokens: 10, reasoningTokens: 4, costPico: "100000000",
    }]);
  });

  it("stops at once when the client leaves, and owes only what was sent", async () => {
    const { text } = await send(url(), ask("slow", { stream: true }), { leaveAfter: (got) => eventsOf(got).length > 5 });
    await until(() => server.account().total.open === 0);
    const { total } = server.account();
    expect(total).toMatchObject({ aborted: 1, answered: 0, promptTokens: 7 });
    expect(total.completionTokens).toBeGreaterThanOrEqual(eventsOf(text).length - 2);
    expect(total.completionTokens).toBeLessThan(500);
  });

  it("stops also when it runs as fast as it can", async () => {
    await send(url(), ask("fast", { stream: true }), { leaveAfter: (got) => got.length > 1_000 });
    await until(() => server.account().total.open === 0);
    expect(server.account().total.aborted).toBe(1);
    expect(server.account().total.completionTokens).toBeLessThan(20_000);
  });
});
