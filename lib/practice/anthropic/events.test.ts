import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PracticeServer, startPracticeServer } from "@/lib/practice/server";
import { anthropicHeaders as headers, askMessage, namedEventsOf, send, until } from "@/lib/practice/testing/client";

let server: PracticeServer;

beforeAll(async () => {
  server = await startPracticeServer({
    script: {
      models: {
        plain: { promptTokens: 50, cachedTokens: 20, answerTokens: 10, reasoningTokens: 4, price: { input: "1", output: "5" } },
        thinking: { showReasoning: "reasoning", reasoningTokens: 2, answerTokens: 4 },
        tool: { tool: true, toolArguments: { city: "Bern", days: [1, 2, 3] }, answerTokens: 8 },
        slow: { promptTokens: 7, answerTokens: 5_000, tokensPerSecond: 500 },
      },
    },
  });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

const url = () => `${server.url}/acme/v1/messages`;

async function stream(model: string, more: object = {}) {
  const { text, ...received } = await send(url(), askMessage(model, { stream: true, ...more }), { headers });
  const events = namedEventsOf(text);
  const deltas = events.filter(({ name }) => name === "content_block_delta").map(({ data }) => data as { index: number; delta: Record<string, string> });
  return { events, deltas, names: events.map(({ name }) => name), received };
}

describe("a stream of events", () => {
  it("opens, pings, carries one token an event, and ends with message_stop", async () => {
    const { events, names, received } = await stream("plain");
    expect(received.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
    const deltas = Array.from({ length: 6 }, () => "content_block_delta");
    expect(names).toEqual(["message_start", "ping", "content_block_start", ...deltas, "content_block_stop", "message_delta", "message_stop"]);
    expect(events.map(({ data }) => data.type)).toEqual(names);
    expect(events[0]?.data).toMatchObject({ message: { type: "message", content: [], stop_reason: null, usage: { input_tokens: 30, cache_read_input_tokens: 20, output_tokens: 1 } } });
    expect(events[2]?.data).toEqual({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } });
    expect(events.at(-2)?.data).toMatchObject({
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { input_tokens: 30, cache_read_input_tokens: 20, output_tokens: 10, output_tokens_details: { thinking_tokens: 4 } },
    });
  });

  it("says the same as the whole message", async () => {
    const whole = JSON.parse((await send(url(), askMessage("plain"), { headers })).text) as { content: { text: string }[] };
    const { deltas } = await stream("plain");
    expect(deltas.map(({ delta }) => delta.text).join("")).toBe(whole.content[0]?.text);
  });

  it("shows its thinking in a first block, with a signature at its end", async () => {
    const { deltas, names, events } = await stream("thinking");
    expect(deltas.map(({ index, delta }) => [index, delta.type])).toEqual([
      [0, "thinking_delta"], [0, "thinking_delta"], [0, "signature_delta"], [1, "text_delta"], [1, "text_delta"],
    ]);
    expect(events[2]?.data).toMatchObject({ content_block: { type: "thinking", thinking: "", signature: "" } });
    expect(names.filter((name) => name === "content_block_stop")).toHaveLength(2);
  });

  it("streams the arguments of a tool in pieces of JSON", async () => {
    const { deltas, events } = await stream("tool", { tools: [{ name: "weather", input_schema: {} }] });
    expect(events[2]?.data).toMatchObject({ content_block: { type: "tool_use", name: "weather", input: {} } });
    expect(new Set(deltas.map(({ delta }) => delta.type))).toEqual(new Set(["input_json_delta"]));
    expect(JSON.parse(deltas.map(({ delta }) => delta.partial_json).join(""))).toEqual({ city: "Bern", days: [1, 2, 3] });
    expect(events.at(-2)?.data).toMatchObject({ delta: { stop_reason: "tool_use" } });
  });

  it("has no block for thoughts that used up all tokens", async () => {
    const { names, events } = await stream("plain", { max_tokens: 3 });
    expect(names).toEqual(["message_start", "ping", "message_delta", "message_stop"]);
    expect(events.at(-2)?.data).toMatchObject({ delta: { stop_reason: "max_tokens" }, usage: { output_tokens: 3 } });
    expect(server.account().total).toMatchObject({ completionTokens: 3, reasoningTokens: 3 });
  });

  it("is in the account, complete, when its last event has been read", async () => {
    await send(url(), askMessage("plain", { stream: true }), { headers, leaveAfter: (text) => text.includes("message_stop") });
    expect(server.account().lines).toMatchObject([{
      provider: "acme", model: "plain", answered: 1, promptTokens: 50, cachedTokens: 20, completionTokens: 10, reasoningTokens: 4, costPico: "100000000",
    }]);
  });

  it("stops at once when the client leaves, and owes only what was sent", async () => {
    await send(url(), askMessage("slow", { stream: true, max_tokens: 5_000 }), { headers, leaveAfter: (text) => text.split("text_delta").length > 5 });
    await until(() => server.account().total.open === 0);
    expect(server.account().total).toMatchObject({ aborted: 1, promptTokens: 7 });
    expect(server.account().total.completionTokens).toBeLessThan(500);
  });
});
