import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type * as CountTokens from "./count-tokens";
import { countPromptTokens, IMAGE_TOKENS, loadTokenizer, LOW_DETAIL_TOKENS } from "./count-tokens";

const frozen = () => 0;
const count = (messages: unknown[], tools: unknown = null) => countPromptTokens(messages, tools, frozen);
const user = (content: unknown) => ({ role: "user", content });
/** What a prompt of one empty message takes. */
const EMPTY = 7;

/** A module of its own: other tests may have loaded the tokenizer of the one that they share. */
const UNLOADED = "./count-tokens?unloaded";

it("counts nothing before the tokenizer is loaded", async () => {
  const unloaded = (await import(/* @vite-ignore */ UNLOADED)) as typeof CountTokens;
  expect(unloaded.countPromptTokens([user("hello world")], null)).toBeNull();
  await unloaded.loadTokenizer();
  expect(unloaded.countPromptTokens([user("hello world")], null)).toBe(EMPTY + 2);
});

describe("the tokens of a prompt", () => {
  beforeAll(loadTokenizer);

  it("are those that OpenAI counts for the example of its cookbook", () => {
    const example = (name: string, content: string) => ({ role: "system", name, content });
    const messages = [
      {
        role: "system",
        content: "You are a helpful, pattern-following assistant that translates corporate jargon into plain English.",
      },
      example("example_user", "New synergies will help drive top-line growth."),
      example("example_assistant", "Things working well together will increase revenue."),
      example(
        "example_user",
        "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage.",
      ),
      example("example_assistant", "Let's talk later when we're less busy about how to do better."),
      user("This late pivot means we don't have time to boil the ocean for the client deliverable."),
    ];
    expect(count(messages)).toBe(124);
  });

  it.each([
    ["nothing", "", 0],
    ["words", "hello world", 2],
    ["what reads like a special token", "<|endoftext|>", 7],
    ["an emoji of seven code points", "👩‍👩‍👧‍👦", 11],
    ["a lone surrogate", "\ud800 x", 2],
    ["Japanese", "こんにちは", 1],
    ["parts", [{ type: "text", text: "hello" }, { type: "text", text: " world" }], 2],
    ["a data URL, whatever its size", [{ type: "image_url", image_url: { url: `data:image/png;base64,${"A".repeat(1e6)}` } }], IMAGE_TOKENS],
    ["an image in low detail", [{ type: "image_url", image_url: { url: "https://x.test/a.png", detail: "low" } }], LOW_DETAIL_TOKENS],
    ["sound, as little known as an image", [{ type: "input_audio", input_audio: { data: "AAAA", format: "wav" } }], IMAGE_TOKENS],
    ["null", null, 0],
    ["what is no content", 42, 0],
  ])("count %s", (_, content, expected) => {
    expect(count([user(content)])).toBe(EMPTY + expected);
  });

  it("count what tools were called with, and their definitions as JSON", () => {
    const call = { id: "call_1", type: "function", function: { name: "get_weather", arguments: '{"city":"Oslo"}' } };
    const called = countTokens("get_weather") + countTokens('{"city":"Oslo"}');
    expect(count([{ role: "assistant", content: null, tool_calls: [call] }])).toBe(EMPTY + called);
    expect(count([{ role: "assistant", content: null, function_call: call.function }])).toBe(EMPTY + called);
    const tools = [{ type: "function", function: { name: "get_weather", parameters: { type: "object" } } }];
    expect(count([user("")], tools)).toBe(EMPTY + countTokens(JSON.stringify(tools)));
    expect(count([user("")], [])).toBe(EMPTY);
  });

  it("are not known where tools are nested too deep to be written", () => {
    let deep: unknown = "x";
    for (let i = 0; i < 100_000; i++) deep = { deep };
    expect(count([user("")], [deep])).toBeNull();
    expect(count([user(deep), user([deep]), deep])).toBe(3 + 3 * 4 + IMAGE_TOKENS);
  });

  it("are a whole number for any messages at all", () => {
    const anyMessage = fc.oneof(
      fc.anything(),
      fc.record({ role: fc.string(), name: fc.anything(), content: fc.anything(), tool_calls: fc.anything() }),
      fc.string({ unit: "binary", maxLength: 3_000 }).map(user),
      fc.array(fc.record({ type: fc.constantFrom("text", "image_url", "x"), text: fc.anything() })).map(user),
    );
    fc.assert(
      fc.property(fc.array(anyMessage), (messages) => {
        expect(count(messages)).toSatisfy((tokens) => Number.isInteger(tokens) && Number(tokens) >= 3 + 4 * messages.length);
      }),
    );
  });
});
