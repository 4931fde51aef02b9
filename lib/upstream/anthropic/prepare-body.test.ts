import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseChatRequest } from "@/lib/wire/chat-request";
import { findUnsayable, prepareBody } from "./prepare-body";

const read = (name: string): object => JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8")) as object;
const user = (content: unknown) => ({ role: "user", content });
const asked = { type: "function", function: { name: "f", parameters: {} } };
const called = (text: string, id = "c") => ({ role: "assistant", tool_calls: [{ id, type: "function", function: { name: "f", arguments: text } }] });

function unsayableIn(fields: object): string | null {
  return findUnsayable(parseChatRequest(new TextEncoder().encode(JSON.stringify({ model: "m", messages: [user("hi")], ...fields }))));
}

/** The body that goes out, or the reason why none does. */
function prepare(fields: object, upstreamModel = "claude-sonnet-4-5", maxOutputTokens: number | null = null): Record<string, unknown> {
  const body = new TextEncoder().encode(JSON.stringify({ model: "m", messages: [user("hi")], ...fields }));
  const prepared = prepareBody(parseChatRequest(body), { upstreamModel, maxOutputTokens });
  return "cause" in prepared ? prepared : (JSON.parse(Buffer.from(prepared).toString()) as Record<string, unknown>);
}

describe("a chat completion request in Anthropic's words", () => {
  it("keeps instructions, images, files, thoughts, calls and results of a whole conversation", () => {
    expect(prepare(read("conversation.openai.json"))).toEqual(read("conversation.anthropic.json"));
  });

  it("asks for as much as the client, the endpoint or the model says, in that order", () => {
    expect(prepare({})).toEqual({ model: "claude-sonnet-4-5", max_tokens: 64_000, messages: [user([{ type: "text", text: "hi" }])] });
    expect(prepare({}, "claude-sonnet-4-5", 5_000)).toMatchObject({ max_tokens: 5_000 });
    expect(prepare({}, "glm-5")).toMatchObject({ max_tokens: 4_096 });
    expect(prepare({ max_tokens: 100_000 }, "glm-5")).toMatchObject({ max_tokens: 100_000 });
    expect(prepare({ max_tokens: 100_000 }, "claude-3-haiku-20240307")).toMatchObject({ max_tokens: 4_096 });
  });

  it.each([
    ["claude-sonnet-4-5", { temperature: 0.3, top_p: 0.5 }, { temperature: 0.3 }],
    ["claude-sonnet-4-5", { temperature: 2 }, { temperature: 1 }],
    ["claude-sonnet-4-5", { top_p: 0.5, top_k: 3 }, { top_p: 0.5, top_k: 3 }],
    ["claude-sonnet-4-5", { temperature: 0, reasoning_effort: "low" }, { thinking: { type: "enabled", budget_tokens: 12_800 } }],
    ["claude-opus-4-7", { temperature: 0, top_p: 1, top_k: 1 }, {}],
    ["claude-opus-4-6", { temperature: 0 }, { temperature: 0 }],
  ])("%s is sampled as it takes it: %j", (model, fields, expected) => {
    const { temperature, top_p, top_k, thinking } = prepare(fields, model);
    expect({ temperature, top_p, top_k, thinking }).toEqual(expected);
  });

  it("speaks for the user when there are only instructions", () => {
    const messages = [{ role: "system", content: "Say hi." }, { role: "developer", content: "" }];
    expect(prepare({ messages })).toMatchObject({ messages: [user([{ type: "text", text: "Say hi." }])] });
    expect(prepare({ messages })).not.toHaveProperty("system");
  });

  it.each([
    ["n", { n: 2 }, '"n"'],
    ["audio", { modalities: ["text", "audio"] }, '"modalities"'],
    ["old functions", { functions: [{ name: "f" }] }, '"functions"'],
    ["another kind of tool", { tools: [{ type: "custom", custom: { name: "x" } }] }, '"tools.0.type"'],
    ["sound in a message", { messages: [user([{ type: "text", text: "a" }, { type: "input_audio", input_audio: {} }])] }, '"messages.0.content.1.type"'],
    ["a file by its id", { messages: [user([{ type: "file", file: { file_id: "file-1" } }])] }, '"messages.0.content.0.file.file_data"'],
    ["a file that is no PDF", { messages: [user([{ type: "file", file: { file_data: "data:text/csv;base64,YQ==" } }])] }, "text/csv"],
    ["an image of another scheme", { messages: [user([{ type: "image_url", image_url: { url: "file:///etc/passwd" } }])] }, "http(s)"],
    ["a custom tool's call", { messages: [user("a"), { role: "assistant", tool_calls: [{ id: "c", type: "custom", custom: { name: "x", input: "y" } }] }] }, '"messages.1.tool_calls.0.type"'],
    ["a choice among some tools", { tools: [asked], tool_choice: { type: "allowed_tools", allowed_tools: { mode: "auto", tools: [] } } }, '"tool_choice'],
    ["a web search", { web_search_options: {} }, '"web_search_options"'],
    ["messages that say nothing", { messages: [user(" \n"), { role: "assistant", content: "" }] }, "says anything"],
    ["a tool named as ours", { tools: [{ type: "function", function: { name: "routeledger_json_answer" } }] }, "routeledger_json_answer"],
  ])("refuses %s and says so", (_what, fields, words) => {
    const reason = prepare(fields);
    expect(reason).toMatchObject({ cause: "bad_request" });
    expect(String(reason.detail)).toContain(words);
    expect(unsayableIn(fields)).toBe(reason.detail);
  });

  it("has nothing unsayable in it where it can be said", () => {
    expect(unsayableIn({})).toBeNull();
    expect(unsayableIn(read("conversation.openai.json"))).toBeNull();
  });

  it("leaves out texts and stop sequences of white space, which the API refuses", () => {
    const prepared = prepare({
      stop: ["\n", "", "END", " \t"],
      messages: [
        { role: "system", content: " " },
        user([{ type: "text", text: "\n" }, { type: "text", text: "hi" }]),
        { role: "assistant", content: "\n\n" },
        user(" "),
        { role: "assistant", content: [{ type: "text", text: "So: \n" }] },
      ],
    });
    expect(prepared).toMatchObject({ stop_sequences: ["END"], messages: [user([{ type: "text", text: "hi" }]), { role: "assistant", content: [{ type: "text", text: "So:" }] }] });
    expect(prepared).not.toHaveProperty("system");
    expect(prepare({ stop: "\n" })).not.toHaveProperty("stop_sequences");
  });

  it.each(['{"a":', "[1]", "null", `{"a":${"[".repeat(9_000)}${"]".repeat(9_000)}}`])("takes another model's broken arguments as a text", (text) => {
    const { messages } = prepare({ messages: [user("a"), called(text)] });
    expect(messages).toMatchObject([{}, { content: [{ type: "tool_use", input: { INVALID_JSON: text } }] }]);
  });
});

describe("tools", () => {
  it.each([
    [undefined, { type: "auto" }],
    ["none", { type: "none" }],
    ["auto", { type: "auto" }],
    ["required", { type: "any" }],
    [{ type: "function", function: { name: "f" } }, { type: "tool", name: "f" }],
  ])("are chosen by %j", (tool_choice, expected) => {
    expect(prepare({ tools: [asked], tool_choice })).toMatchObject({ tool_choice: expected });
  });

  it("are asked for in words where a model cannot be made to call them", () => {
    const prepared = prepare({ tools: [asked], tool_choice: { type: "function", function: { name: "f" } } }, "claude-opus-5-5");
    expect(prepared).toMatchObject({ tool_choice: { type: "auto" } });
    expect(JSON.stringify(prepared.system)).toContain('calling the tool \\"f\\"');
  });

  it("are defined again, and barred, where only the conversation still knows them", () => {
    const messages = [user("a"), called(""), { role: "tool", tool_call_id: "c", content: "" }];
    expect(prepare({ messages, parallel_tool_calls: false })).toMatchObject({
      tools: [{ name: "f", input_schema: { type: "object" } }],
      tool_choice: { type: "none" },
      messages: [{}, { content: [{ type: "tool_use", id: "c", name: "f", input: {} }] }, { content: [{ type: "tool_result", tool_use_id: "c" }] }],
    });
  });
});

describe("JSON mode", () => {
  const response_format = { type: "json_schema", json_schema: { name: "x", schema: { type: "object", properties: { a: {} } } } };
  const NAME = "routeledger_json_answer";

  it("is a forced call of a tool whose arguments are the answer", () => {
    expect(prepare({ response_format })).toMatchObject({
      tools: [{ name: NAME, input_schema: { type: "object", properties: { a: {} } } }],
      tool_choice: { type: "tool", name: NAME },
    });
    expect(prepare({ response_format: { type: "json_object" } })).toMatchObject({ tools: [{ name: NAME, input_schema: { type: "object" } }] });
    expect(prepare({ response_format: { type: "text" } })).not.toHaveProperty("tools");
  });

  it("leaves the client's tools to be called, unless they may not be or must be", () => {
    expect(prepare({ response_format, tools: [asked] })).toMatchObject({ tool_choice: { type: "any" } });
    expect(prepare({ response_format, tools: [asked], tool_choice: "none" })).toMatchObject({ tool_choice: { name: NAME } });
    expect(prepare({ response_format, tools: [asked], tool_choice: "required" }).tools).toHaveLength(1);
  });

  it("goes before thinking, since the API refuses both together", () => {
    expect(prepare({ response_format, reasoning_effort: "high" })).not.toHaveProperty("thinking");
    expect(prepare({ response_format, reasoning_effort: "high" }, "claude-opus-4-7")).not.toHaveProperty("thinking");
  });

  it("is asked for in words of a model that thinks whatever one says", () => {
    const prepared = prepare({ response_format }, "claude-sonnet-5-5");
    expect(prepared).toMatchObject({ tool_choice: { type: "auto" }, thinking: { type: "adaptive", display: "summarized" } });
    expect(JSON.stringify(prepared.system)).toContain(NAME);
  });
});

describe("thinking", () => {
  const budget = (tokens: number) => ({ type: "enabled", budget_tokens: tokens });
  it.each([
    [{ reasoning_effort: "high", max_tokens: 10_000 }, budget(8_000)],
    [{ reasoning_effort: "high" }, budget(32_000)],
    [{ reasoning_effort: "minimal", max_tokens: 2_000 }, budget(1_024)],
    [{ reasoning: { max_tokens: 3_000 } }, budget(3_000)],
    [{ reasoning: { max_tokens: 3_000 }, max_tokens: 2_000 }, budget(1_600)],
    [{ reasoning: { max_tokens: 1_999 }, max_tokens: 2_000 }, budget(1_600)],
    [{ reasoning: { max_tokens: 1_500 }, max_tokens: 2_000 }, budget(1_500)],
    [{ reasoning_effort: "xhigh", max_tokens: 10_000 }, budget(9_500)],
    [{ reasoning_effort: "low", max_tokens: 1_100 }, undefined],
    [{ reasoning: { enabled: true }, max_tokens: 4_000 }, budget(2_000)],
    [{ reasoning: { effort: "low" }, reasoning_effort: "high", max_tokens: 20_000 }, budget(4_000)],
    [{ reasoning_effort: "high", max_tokens: 1_024 }, undefined],
    [{ reasoning_effort: "none" }, undefined],
    [{ reasoning: { enabled: false, effort: "high" } }, undefined],
    [{ reasoning_effort: "high", tools: [asked], tool_choice: "required" }, undefined],
    [{}, undefined],
  ])("%j has a budget between the API's least and the limit", (fields, expected) => {
    expect(prepare(fields).thinking).toEqual(expected);
  });

  it.each([
    ["claude-opus-4-6", { reasoning_effort: "xhigh" }, true, "high"],
    ["claude-opus-4-6", {}, false, undefined],
    ["claude-opus-4-8", { reasoning_effort: "max" }, true, "max"],
    ["claude-opus-4-8", { reasoning: { max_tokens: 5_000 } }, true, undefined],
    ["claude-opus-4-8", { reasoning_effort: "none" }, false, undefined],
    ["claude-opus-5-5", { reasoning_effort: "none" }, true, "low"],
    ["claude-opus-5-5", { reasoning_effort: "nonsense" }, true, undefined],
    ["claude-opus-5-5", {}, true, undefined],
    ["claude-3-5-haiku-latest", { reasoning_effort: "high" }, false, undefined],
  ])("%s goes as deep as it sees fit: %j", (model, fields, thinks, effort) => {
    const prepared = prepare(fields, model);
    expect(prepared.thinking).toEqual(thinks ? { type: "adaptive", display: "summarized" } : undefined);
    expect(prepared.output_config).toEqual(effort ? { effort } : undefined);
  });

  it("is left out amid a tool loop whose thoughts another model had", () => {
    const details = (id: string) => [{ type: "reasoning.text", text: "hm", signature: "s", id, index: 0 }];
    const loop = (id: string) => [user("a"), { ...called("{}"), reasoning_details: details(id) }, { role: "tool", tool_call_id: "c", content: "r" }];
    expect(prepare({ messages: loop("claude-opus-4-5"), tools: [asked], reasoning_effort: "low" })).not.toHaveProperty("thinking");
    expect(prepare({ messages: loop("claude-sonnet-4-5-20250929"), tools: [asked], reasoning_effort: "low" })).toHaveProperty("thinking");
    expect(prepare({ messages: [...loop("claude-opus-4-5"), { role: "assistant", content: "b" }, user("c")], tools: [asked], reasoning_effort: "low" })).toHaveProperty("thinking");
  });

  it("comes back to where it stood", () => {
    const details = [2, 0].map((index) => ({ type: "reasoning.text", text: `t${index}`, signature: "s", index }));
    const { messages } = prepare({ messages: [user("a"), { ...called("{}"), content: "b", reasoning_details: details }] }) as { messages: { content: { type: string }[] }[] };
    expect(messages[1]?.content.map(({ type }) => type)).toEqual(["thinking", "text", "thinking", "tool_use"]);
  });
});
