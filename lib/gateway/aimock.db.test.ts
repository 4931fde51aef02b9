import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { JSON_TOOL } from "@/lib/upstream/anthropic/tools";
import { BILL_PICO, createAimockSite, MOCK_KEY, PLACES, USAGE, type AimockSite, type Place } from "./testing/aimock";
import { chunksOf, createCaller } from "./testing/caller";
import { MOUNTS, type Mount } from "./testing/mounts";

let site: AimockSite;
beforeAll(async () => {
  site = await createAimockSite();
  for (const place of ["openai", "anthropic", "openrouter"] as const) await site.publishPlaces(place, [place]);
});
afterAll(() => site.close());

type ToolCall = { index?: number; id?: string; type?: string; function: { name?: string; arguments?: string } };
type Said = { content?: string | null; reasoning?: string; reasoning_content?: string; reasoning_details?: object[]; tool_calls?: ToolCall[] };
type Answer = { model: string; provider: string; usage: object; choices: { message: Said; finish_reason: string }[] };

const TOOLS = [{ type: "function", function: { name: "weather", parameters: { type: "object", properties: { city: { type: "string" } } } } }];
const CITIES = ["Oslo", "Łódź 🌧"];
const CALLS = CITIES.map((city) => ({ name: "weather", arguments: JSON.stringify({ city }) }));
const TEXT = "Grüße! 👋 It rains in both.";

/** What a client makes of a stream: the parts of its message put together again. */
function joined(deltas: Said[]) {
  const calls: { name: string; arguments: string }[] = [];
  for (const { index = 0, function: part } of deltas.flatMap((delta) => delta.tool_calls ?? [])) {
    const call = (calls[index] ??= { name: "", arguments: "" });
    call.name += part.name ?? "";
    call.arguments += part.arguments ?? "";
  }
  const text = (field: "content" | "reasoning" | "reasoning_content") => deltas.map((delta) => delta[field] ?? "").join("");
  return { content: text("content"), thought: text("reasoning") + text("reasoning_content"), calls };
}

/** Past the gateway, in Anthropic's words. */
function askDirectly(body: object): Promise<Response> {
  const headers = { "content-type": "application/json", "x-api-key": MOCK_KEY };
  return fetch(`${site.mock.url}/v1/messages`, { method: "POST", headers, body: JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 9, ...body }) });
}

describe.each(MOUNTS)("by the %s mount, a provider that others wrote", (_name, open) => {
  let mount: Mount;
  let caller: ReturnType<typeof createCaller>;
  beforeAll(async () => {
    mount = await open(site.gateway);
    caller = createCaller(site, () => mount);
  });
  afterAll(() => mount.close());
  beforeEach(() => {
    site.forget();
  });

  /** The same call in one piece and as a stream, each read as its client would. */
  async function askBoth(place: Place, body: object = {}) {
    const whole = await caller.post({ model: place, ...body });
    const answer = (await whole.json()) as Answer;
    const streamed = await caller.post({ model: place, stream: true, ...body });
    const { chunks, done } = await chunksOf(streamed);
    expect([whole.status, streamed.status, done]).toEqual([200, 200, true]);
    return {
      whole, streamed, answer, chunks,
      joined: joined(chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta))),
      finishReasons: [answer.choices[0]?.finish_reason, chunks.findLast(({ choices }) => choices[0]?.finish_reason)?.choices[0]?.finish_reason],
    };
  }

  describe.each(["openai", "anthropic", "openrouter"] as const)("asked as %s", (place) => {
    it("gives its text, its usage and their cost, in one piece and as a stream", async () => {
      site.script(place, { content: TEXT, usage: USAGE }, { chunkSize: 5 });
      const { whole, streamed, answer, chunks, joined, finishReasons } = await askBoth(place);
      const named = { model: PLACES[place].model, provider: place };
      expect(answer).toMatchObject({ ...named, choices: [{ message: { role: "assistant", content: TEXT } }], usage: { ...USAGE, total_tokens: 1_020 } });
      expect(joined).toMatchObject({ content: TEXT, calls: [] });
      expect(chunks.every(({ model, provider }) => model === named.model && provider === named.provider)).toBe(true);
      expect(chunks.filter(({ choices }) => (choices[0]?.delta as Said).content).length).toBe(Math.ceil(TEXT.length / 5));
      expect(finishReasons).toEqual(["stop", "stop"]);
      const costUsd = Number(BILL_PICO[place]) / 1e12;
      expect(answer.usage).toMatchObject({ cost: costUsd, cost_details: { served: costUsd, failed: 0, unknown_attempts: 0 } });
      expect(chunks.at(-1)?.usage).toMatchObject({ ...USAGE, cost: costUsd });
      for (const response of [whole, streamed]) {
        const { call, attempts } = await caller.recorded(response);
        expect(call).toMatchObject({ outcome: "served", costPico: BILL_PICO[place], unknownAttempts: 0 });
        expect(attempts).toMatchObject([{ outcome: "served", basis: "reported", input: 1_000, output: 20, httpStatus: 200 }]);
      }
    });

    it("is asked in its own words for what the client asked", async () => {
      site.script(place, { content: "ok", usage: USAGE });
      const messages = [{ role: "system", content: "Be brief." }, { role: "user", content: [{ type: "text", text: "hi" }] }];
      await caller.post({ model: place, messages, max_tokens: 77, temperature: 0.5 });
      const [request] = site.mock.getRequests();
      expect(request?.path).toBe(place === "anthropic" ? "/v1/messages" : `${PLACES[place].path}/chat/completions`);
      expect(request?.body).toMatchObject({ model: PLACES[place].upstreamModel, max_tokens: 77, temperature: 0.5 });
      expect(JSON.stringify(request?.body)).toMatch(/"role":"system","content":"Be brief\.".*"role":"user"/);
      expect(request?.headers).toMatchObject({ [place === "anthropic" ? "x-api-key" : "authorization"]: "[REDACTED]" });
    });

    it("has its reasoning handed on, ahead of its text", async () => {
      site.script(place, { content: TEXT, reasoning: "Both are wet.", usage: USAGE }, { chunkSize: 4 });
      const { answer, joined } = await askBoth(place, { reasoning_effort: "low" });
      const { reasoning, reasoning_content: plain } = answer.choices[0]?.message ?? {};
      expect(reasoning ?? plain).toBe("Both are wet.");
      expect(joined).toMatchObject({ thought: "Both are wet.", content: TEXT });
    });

    it("calls tools, several at once, and goes on with what they gave", async () => {
      site.script(place, { content: TEXT, usage: USAGE }, { when: { hasToolResult: true, toolResultContains: "sleet" } });
      site.script(place, { content: "Let me see.", toolCalls: CALLS, usage: USAGE }, { when: { toolName: "weather", hasToolResult: false }, chunkSize: 3 });
      const { answer, joined, finishReasons } = await askBoth(place, { tools: TOOLS });
      const { content, tool_calls: calls = [] } = answer.choices[0]?.message ?? {};
      expect([content, calls.map((call) => call.function)]).toEqual(["Let me see.", CALLS]);
      expect(joined).toMatchObject({ content: "Let me see.", calls: CALLS });
      expect(finishReasons).toEqual(["tool_calls", "tool_calls"]);
      expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
      const results = calls.map(({ id }) => ({ role: "tool", tool_call_id: id, content: "sleet" }));
      const messages = [{ role: "user", content: "hi" }, answer.choices[0]?.message, ...results];
      expect((await askBoth(place, { tools: TOOLS, messages })).joined.content).toBe(TEXT);
    });

    it.each([["length", "length"], ["stop", "stop"]])("ends for the reason %s", async (scripted, told) => {
      site.script(place, { content: "cut", finishReason: scripted, usage: USAGE });
      expect((await askBoth(place)).finishReasons).toEqual([told, told]);
    });
  });

  it("is believed on tokens, and not on cost, which is ours to know", async () => {
    site.script("openrouter", { content: "dear", usage: { ...USAGE, cost: 99 } });
    const { call } = await caller.recorded(await caller.post({ model: "openrouter" }));
    expect(call.costPico).toBe(BILL_PICO.openrouter);
  });

  it("says that it is still there with comments, which are neither content nor harm", async () => {
    site.script("openrouter", { content: TEXT, usage: USAGE }, { openRouterProcessing: true, streamingProfile: { ttft: 300 } });
    const response = await caller.post({ model: "openrouter", stream: true });
    expect(joined((await chunksOf(response)).chunks.map(({ choices }) => choices[0]?.delta ?? {})).content).toBe(TEXT);
    expect((await caller.recorded(response)).call.firstTokenMs).toBeGreaterThanOrEqual(290);
  });

  describe("asked as anthropic", () => {
    it("keeps its thoughts, sealed ones too, for the turn after its tools", async () => {
      const thoughts = { reasoning: "Ask the tool.", reasoningSignature: "c2lnbmVk", redactedThinking: ["c2VhbGVk"] };
      site.script("anthropic", { content: TEXT, usage: USAGE }, { when: { hasToolResult: true } });
      site.script("anthropic", { toolCalls: CALLS, ...thoughts, usage: USAGE }, { chunkSize: 6 });
      const thinking = { tools: TOOLS, reasoning: { max_tokens: 2_000 }, max_tokens: 8_000 };
      const { answer, chunks } = await askBoth("anthropic", thinking);
      const { message } = answer.choices[0] ?? {};
      const details = [
        { type: "reasoning.encrypted", data: "c2VhbGVk", index: 0 },
        { type: "reasoning.text", text: "Ask the tool.", signature: "c2lnbmVk", index: 1 },
      ];
      expect(message?.reasoning_details).toMatchObject(details);
      const streamed = chunks.flatMap(({ choices }) => (choices[0]?.delta as Said).reasoning_details ?? []);
      expect(streamed[0]).toMatchObject({ data: "c2VhbGVk" });
      expect(streamed.at(-1)).toMatchObject({ signature: "c2lnbmVk" });
      const results = (message?.tool_calls ?? []).map(({ id }) => ({ role: "tool", tool_call_id: id, content: "sleet" }));
      // It refuses a loop that thinks and has lost its thoughts: without them there must be no thinking.
      const call = { role: "assistant", content: [{ type: "tool_use", id: "t", name: "weather", input: {} }] };
      const result = { role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: "sleet" }] };
      expect((await askDirectly({ thinking: { type: "enabled", budget_tokens: 2_000 }, messages: [call, result] })).status).toBe(400);
      for (const assistant of [message, { ...message, reasoning_details: streamed }, { ...message, reasoning_details: undefined }]) {
        const messages = [{ role: "user", content: "hi" }, assistant, ...results];
        const next = await caller.post({ model: "anthropic", ...thinking, messages });
        expect([next.status, ((await next.json()) as Answer).choices[0]?.message.content]).toEqual([200, TEXT]);
      }
    });

    it("answers in JSON where OpenAI's client asked for a schema", async () => {
      const json = '{"city":"Łódź","wet":true}';
      site.script("anthropic", { toolCalls: [{ name: JSON_TOOL, arguments: json }], usage: USAGE }, { when: { toolName: JSON_TOOL }, chunkSize: 3 });
      const schema = { type: "object", properties: { city: { type: "string" }, wet: { type: "boolean" } } };
      const { answer, joined, finishReasons } = await askBoth("anthropic", { response_format: { type: "json_schema", json_schema: { name: "w", schema } } });
      expect([answer.choices[0]?.message.content, joined.content]).toEqual([json, json]);
      expect([finishReasons, joined.calls]).toEqual([["stop", "stop"], []]);
    });

    it("says refusal for what OpenAI calls content_filter", async () => {
      site.script("anthropic", { content: "I cannot.", finishReason: "refusal", usage: USAGE });
      expect((await askBoth("anthropic")).finishReasons).toEqual(["content_filter", "content_filter"]);
    });
  });
});
