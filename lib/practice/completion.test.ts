import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PracticeServer, startPracticeServer } from "./server";
import { ask, send, until } from "./testing/client";

let server: PracticeServer;
let client: OpenAI;

beforeAll(async () => {
  server = await startPracticeServer({
    script: {
      models: {
        plain: { promptTokens: 100, cachedTokens: 40, answerTokens: 12, reasoningTokens: 5 },
        counted: { answerTokens: 4 },
        verbatim: { answer: "naïve 🙂 café", answerTokens: 5 },
        echo: { echo: true, answerTokens: 2 },
        tool: { tool: true, toolArguments: { city: "Bern" }, answerTokens: 6 },
        thinking: { showReasoning: "reasoning_content", reasoningTokens: 3, answerTokens: 5 },
        broker: { promptTokens: 1_000, answerTokens: 100, price: { input: "0.59", output: "0.79" }, reportCost: true },
        slow: { promptTokens: 10, answerTokens: 5_000, tokensPerSecond: 1_000, price: { input: "1", output: "1" } },
      },
    },
  });
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: "sk-practice", maxRetries: 0 });
});
afterAll(() => server.close());

const messages = [{ role: "user" as const, content: "Say héllo" }];
const weather = { type: "function" as const, function: { name: "weather", parameters: {} } };

describe("a chat completion", () => {
  it("has the form and the scripted usage of OpenAI's", async () => {
    const answer = await client.chat.completions.create({ model: "plain", messages });
    expect(answer).toMatchObject({ object: "chat.completion", model: "plain", system_fingerprint: "fp_practice" });
    expect(answer.id).toMatch(/^chatcmpl-practice-\d+$/);
    expect(Math.abs(answer.created - Date.now() / 1000)).toBeLessThan(5);
    expect(answer.choices).toMatchObject([{ index: 0, finish_reason: "stop", logprobs: null, message: { role: "assistant", refusal: null } }]);
    expect(answer.choices[0]?.message.content?.split(" ")).toHaveLength(7);
    expect(answer.usage).toMatchObject({
      prompt_tokens: 100, completion_tokens: 12, total_tokens: 112,
      prompt_tokens_details: { cached_tokens: 40 }, completion_tokens_details: { reasoning_tokens: 5 },
    });
    expect(answer.usage).not.toHaveProperty("cost");
  });

  it.each([["max_tokens", 3], ["max_completion_tokens", 3]])("is cut by %s and says so", async (field, limit) => {
    const answer = await client.chat.completions.create({ model: "counted", messages, [field]: limit });
    expect(answer.choices[0]?.finish_reason).toBe("length");
    expect(answer.usage?.completion_tokens).toBe(3);
  });

  it("counts the prompt by its bytes when told to", async () => {
    const content = [{ type: "text" as const, text: "12345" }, { type: "image_url" as const, image_url: { url: "data:," } }];
    const answer = await client.chat.completions.create({ model: "counted", messages: [...messages, { role: "user", content }] });
    expect(answer.usage?.prompt_tokens).toBe(3 + (3 + 3) + (3 + 2));
  });

  it("gives a scripted text whole, however many tokens it is told to be", async () => {
    const answer = await client.chat.completions.create({ model: "verbatim", messages });
    expect(answer.choices[0]?.message.content).toBe("naïve 🙂 café");
  });

  it("repeats nothing of the prompt unless told to", async () => {
    const [plain, echo] = await Promise.all(
      ["counted", "echo"].map((model) => client.chat.completions.create({ model, messages: [{ role: "user", content: "xyzzy" }] })),
    );
    expect(JSON.stringify(plain)).not.toContain("xyzzy");
    expect(echo?.choices[0]?.message.content).toBe("xyzzy");
  });

  it("honours n, and owes the tokens of every choice", async () => {
    const answer = await client.chat.completions.create({ model: "counted", messages, n: 3 });
    expect(answer.choices.map((choice) => choice.index)).toEqual([0, 1, 2]);
    expect(answer.usage?.completion_tokens).toBe(12);
  });

  it("calls the tool that was offered, or the one that was chosen, or none", async () => {
    const tools = [weather, { ...weather, function: { ...weather.function, name: "other" } }];
    const called = async (more: object) => {
      const answer = await client.chat.completions.create({ model: "tool", messages, tools, ...more });
      return { finish: answer.choices[0]?.finish_reason, call: answer.choices[0]?.message.tool_calls?.[0] };
    };
    expect(await called({})).toMatchObject({ finish: "tool_calls", call: { type: "function", function: { name: "weather", arguments: '{"city":"Bern"}' } } });
    expect(await called({ tool_choice: { type: "function", function: { name: "other" } } })).toMatchObject({ call: { function: { name: "other" } } });
    expect(await called({ tool_choice: "none" })).toEqual({ finish: "stop", call: undefined });
  });

  it.each([1, 2, 5])("answers valid JSON in %i tokens when asked for it", async (limit) => {
    server.setScript("counted", { answerTokens: limit });
    const answer = await client.chat.completions.create({ model: "counted", messages, response_format: { type: "json_object" } });
    server.setScript("counted", { answerTokens: 4 });
    expect(typeof JSON.parse(answer.choices[0]?.message.content ?? "")).toBe("object");
    expect(answer.usage?.completion_tokens).toBe(limit);
  });

  it("gives a log-probability for each token", async () => {
    const answer = await client.chat.completions.create({ model: "counted", messages, logprobs: true });
    const tokens = answer.choices[0]?.logprobs?.content?.map((entry) => entry.token);
    expect(tokens?.join("")).toBe(answer.choices[0]?.message.content);
    expect(tokens).toHaveLength(4);
  });

  it("shows its reasoning under the scripted name", async () => {
    const answer = await client.chat.completions.create({ model: "thinking", messages });
    expect(answer.choices[0]?.message).toMatchObject({ reasoning_content: "The practice provider", content: "The practice" });
  });

  it("reports its own cost as brokers do, equal to the account's", async () => {
    server.reset();
    const answer = await client.chat.completions.create({ model: "broker", messages });
    expect(answer.usage).toMatchObject({ cost: 0.000669 });
    expect(server.account().total.costPico).toBe("669000000");
  });

  it("stops generating when the client leaves, and owes what was generated", async () => {
    server.reset();
    const controller = new AbortController();
    const leaving = client.chat.completions.create({ model: "slow", messages }, { signal: controller.signal });
    await until(() => server.account().total.promptTokens > 0);
    controller.abort();
    await expect(leaving).rejects.toThrow(/abort/i);
    await until(() => server.account().total.open === 0);
    const { total } = server.account();
    expect(total).toMatchObject({ requests: 1, answered: 0, aborted: 1, promptTokens: 10 });
    expect(total.completionTokens).toBeLessThan(2_000);
    expect(total.costPico).toBe(String(1_000_000 * (10 + total.completionTokens)));
  });

  it("owes nothing when the client leaves before the first token", async () => {
    server.reset();
    server.setScript("slow", { firstTokenMs: 10_000 });
    const controller = new AbortController();
    const leaving = client.chat.completions.create({ model: "slow", messages }, { signal: controller.signal });
    await until(() => server.account().total.open === 1);
    controller.abort();
    await expect(leaving).rejects.toThrow(/abort/i);
    await until(() => server.account().total.aborted === 1);
    expect(server.account().total).toMatchObject({ promptTokens: 0, completionTokens: 0, costPico: "0" });
    server.setScript("slow", { firstTokenMs: null });
  });

  it("accepts null where OpenAI does", async () => {
    const nulls = { stream: null, max_tokens: null, n: null, tools: null, stream_options: null, response_format: null };
    expect((await send(`${server.url}/v1/chat/completions`, ask("counted", nulls))).status).toBe(200);
  });
});
