import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { anthropic } from "./adapter";

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const message = (fields: object) => bytes({ type: "message", id: "msg_1", model: "claude-x", content: [], stop_reason: "end_turn", ...fields });

function read(body: Uint8Array) {
  const whole = anthropic.readWhole(body);
  if ("cause" in whole) throw new Error(whole.detail);
  return { ...whole, completion: JSON.parse(new TextDecoder().decode(whole.body)) as unknown };
}

describe("a whole message", () => {
  it("becomes a chat completion with thoughts, text, calls and usage", () => {
    const { completion, usage, contentBytes } = read(readFileSync(new URL("fixtures/message.json", import.meta.url)));
    const thought = { format: "anthropic-claude-v1", id: "claude-sonnet-4-5-20250929" };
    expect(completion).toMatchObject({
      id: "msg_01Weather", object: "chat.completion", model: "claude-sonnet-4-5-20250929", created: expect.any(Number) as number,
      choices: [{
        index: 0, finish_reason: "tool_calls",
        message: {
          role: "assistant", content: "Let me look, one moment.", refusal: null, reasoning: "Oslo first.",
          reasoning_details: [
            { ...thought, type: "reasoning.text", text: "Oslo first.", signature: "c2lnbmVk", index: 0 },
            { ...thought, type: "reasoning.encrypted", data: "aGlkZGVu", index: 1 },
          ],
          tool_calls: [
            { id: "toolu_01", type: "function", function: { name: "weather", arguments: '{"city":"Oslo"}' } },
            { id: "toolu_02", type: "function", function: { name: "now", arguments: "{}" } },
          ],
        },
      }],
      usage: {
        prompt_tokens: 1_320, completion_tokens: 75, total_tokens: 1_395,
        prompt_tokens_details: { cached_tokens: 1_000, cache_write_tokens: 300 },
        completion_tokens_details: { reasoning_tokens: 30 },
      },
    });
    expect(usage).toEqual({ input: 1_320, cachedInput: 1_000, cacheWrite5m: 100, cacheWrite1h: 200, output: 75, reasoning: 30 });
    expect(contentBytes).toBe(24 + 11 + 7 + 15 + 3 + 2);
  });

  it("is the arguments alone in JSON mode", () => {
    const content = [
      { type: "text", text: "Here you are:" },
      { type: "tool_use", id: "t", name: "routeledger_json_answer", input: { a: [1, "é"] } },
    ];
    expect(read(message({ content, stop_reason: "tool_use" })).completion).toMatchObject({
      choices: [{ message: { content: '{"a":[1,"é"]}' }, finish_reason: "stop" }],
    });
  });

  it.each([
    ["end_turn", "stop"], ["stop_sequence", "stop"], ["pause_turn", "stop"], ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"], ["refusal", "content_filter"], ["tool_use", "stop"], ["not_yet_known", "stop"], [null, "stop"],
  ])("that ended by %s without a call has finished by %s", (stop_reason, finish_reason) => {
    expect(read(message({ stop_reason })).completion).toMatchObject({ choices: [{ message: { content: "" }, finish_reason }] });
  });

  it.each([
    ["cache writes without their kinds", { input_tokens: 1, output_tokens: 2, cache_creation_input_tokens: 4 }, [5, 0, 4, 0]],
    ["kinds without their sum", { input_tokens: 1, output_tokens: 2, cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 2 } }, [6, 0, 3, 2]],
    ["nulls", { input_tokens: 1, output_tokens: 2, cache_creation: null, cache_read_input_tokens: null }, [1, 0, 0, 0]],
  ])("is counted with %s", (_what, usage, [input, cachedInput, cacheWrite5m, cacheWrite1h]) => {
    expect(read(message({ usage })).usage).toEqual({ input, cachedInput, cacheWrite5m, cacheWrite1h, output: 2, reasoning: 0 });
  });

  it.each([
    undefined, null, [], "5", {}, { output_tokens: 2 }, { input_tokens: 1 }, { input_tokens: "1", output_tokens: 2 },
    { input_tokens: -5, output_tokens: 2, cache_read_input_tokens: 10 }, { input_tokens: 1, output_tokens: 1e30 },
    { input_tokens: 1, output_tokens: 2, cache_read_input_tokens: "9" },
    { input_tokens: 1, output_tokens: 2, cache_creation_input_tokens: 1, cache_creation: { ephemeral_1h_input_tokens: 5 } },
  ])("has no usage when what is reported is %j", (usage) => {
    const { usage: believed, completion } = read(message({ usage }));
    expect(believed).toBeNull();
    expect(completion).not.toHaveProperty("usage");
  });

  it.each(["", "<html>", "null", "[]", "{}", '{"content":"hi"}', '{"content":[{}', `{"content":${"[".repeat(100)}${"]".repeat(100)}}`])(
    "is none when it is %j",
    (body) => {
      expect(anthropic.readWhole(bytes(body))).toMatchObject({ cause: "malformed" });
    },
  );

  it("is a failure when it carries an error", () => {
    const error = { type: "overloaded_error", message: "Overloaded" };
    expect(anthropic.readWhole(bytes({ type: "error", error }))).toEqual({ cause: "overloaded", detail: "an error inside a 200: Overloaded" });
    expect(anthropic.readWhole(bytes({ error: { type: "invalid_request_error", message: "prompt is too long" } }))).toMatchObject({ cause: "context_length" });
    expect(anthropic.readWhole(bytes({ error: { type: "api_error" } }))).toMatchObject({ cause: "server_error" });
  });
});
