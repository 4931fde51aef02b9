import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseChatRequest } from "@/lib/wire/chat-request";
import type { Chunk } from "../dialect";
import { anthropic } from "./adapter";

type Delta = {
  content?: string;
  reasoning?: string;
  reasoning_details?: { type: string; index: number }[];
  tool_calls?: { index: number; id?: string; function: { name?: string; arguments: string } }[];
};
type Data = { id: string; object: string; model: string; created: number; choices: { index: number; delta: Delta; finish_reason: string | null }[] };

const fixture = (name: string) =>
  readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8").split("\n").flatMap((line) => (line.startsWith("data: ") ? [line.slice(6)] : []));

const sentBody = (fields: object) => {
  const request = parseChatRequest(new TextEncoder().encode(JSON.stringify({ model: "m", messages: [{ role: "user", content: "hi" }], ...fields })));
  const body = anthropic.prepareBody(request, { upstreamModel: "claude-sonnet-5", maxOutputTokens: null });
  if ("cause" in body) throw new Error(body.detail);
  return body;
};
const PLAIN = sentBody({});
const IN_JSON = sentBody({ response_format: { type: "json_object" } });

/** All chunks of a stream up to its end, and how it ended. */
function readAll(events: string[], body = PLAIN) {
  const read = anthropic.openReader(body);
  const chunks: Chunk[] = [];
  for (const event of events) {
    const said = read(event);
    if (said === null || "cause" in said) return { chunks, end: said, deltas: deltasOf(chunks) };
    chunks.push(...said);
  }
  return { chunks, end: "cut" as const, deltas: deltasOf(chunks) };
}

const parse = (chunk: Chunk) => JSON.parse(String(chunk.json.bytes)) as Data;
const deltasOf = (chunks: Chunk[]) => chunks.flatMap((chunk) => parse(chunk).choices.map(({ delta }) => delta));
const textIn = (deltas: Delta[]) => deltas.map(({ content }) => content ?? "").join("");

describe("a stream of the Messages API", () => {
  const { chunks, end, deltas } = readAll(fixture("message.sse"));

  it("says in chunks what the whole answer says", () => {
    expect(end).toBeNull();
    expect(textIn(deltas)).toBe("Let me look, one moment.");
    expect(deltas.map(({ reasoning }) => reasoning ?? "").join("")).toBe("Oslo first.");
    const thought = { format: "anthropic-claude-v1", id: "claude-sonnet-4-5-20250929" };
    expect(deltas.flatMap(({ reasoning_details }) => reasoning_details ?? [])).toEqual([
      { ...thought, type: "reasoning.text", text: "Oslo ", index: 0 },
      { ...thought, type: "reasoning.text", text: "first.", index: 0 },
      { ...thought, type: "reasoning.text", signature: "c2lnbmVk", index: 0 },
      { ...thought, type: "reasoning.encrypted", data: "aGlkZGVu", index: 1 },
    ]);
    expect(deltas.flatMap(({ tool_calls }) => tool_calls ?? [])).toEqual([
      { index: 0, id: "toolu_01", type: "function", function: { name: "weather", arguments: "" } },
      { index: 0, function: { arguments: '{"city":' } },
      { index: 0, function: { arguments: '"Oslo"}' } },
      { index: 1, id: "toolu_02", type: "function", function: { name: "now", arguments: "" } },
      { index: 1, function: { arguments: "{}" } },
    ]);
  });

  it("gives every chunk the answer's id, model and moment", () => {
    for (const chunk of chunks) {
      expect(parse(chunk)).toMatchObject({
        id: "msg_01Weather", object: "chat.completion.chunk", model: "claude-sonnet-4-5-20250929", created: parse(chunks[0] as Chunk).created,
      });
    }
  });

  it("commits with the first thought, text or call, and with neither roles nor signatures", () => {
    expect(chunks.map(({ content }) => (content ? "x" : "-")).join("")).toBe("-xx--xxxxxxx-");
    expect(chunks.reduce((sum, { contentBytes }) => sum + contentBytes, 0)).toBe(11 + 24 + 7 + 15 + 3 + 2);
  });

  it("ends with the reason and the usage of all, and says nothing of either before", () => {
    const last = chunks.at(-1) as Chunk;
    expect(parse(last).choices[0]?.finish_reason).toBe("tool_calls");
    expect(last).toMatchObject({
      finished: true, usageOnly: false,
      usage: { input: 1_320, cachedInput: 1_000, cacheWrite5m: 100, cacheWrite1h: 200, output: 75, reasoning: 30 },
    });
    expect(chunks.slice(0, -1).every(({ finished, usage }) => !finished && usage === null)).toBe(true);
  });

  it("is content in JSON mode, and a call nowhere", () => {
    const json = readAll(fixture("json-answer.sse"));
    expect(textIn(json.deltas)).toBe('{"nicer":"Rome"}');
    expect(JSON.stringify(json.deltas)).not.toContain("tool_calls");
    expect(parse(json.chunks.at(-1) as Chunk).choices[0]?.finish_reason).toBe("stop");
  });

  describe("in JSON mode", () => {
    const event = (type: string, more: object) => JSON.stringify({ type, ...more });
    const text = (said: string, index = 0) => event("content_block_delta", { index, delta: { type: "text_delta", text: said } });
    const call = (index: number, name: string, input: object) => [
      event("content_block_start", { index, content_block: { type: "tool_use", id: "t", name, input } }),
      event("content_block_stop", { index }),
    ];
    const end = (stop_reason: string) => event("message_delta", { delta: { stop_reason }, usage: { output_tokens: 9 } });
    const NAME = "routeledger_json_answer";

    it("is the JSON alone, whatever is said beside it", () => {
      const { chunks, deltas } = readAll([text("Here you "), text("are:"), ...call(1, NAME, { a: 1 }), ...call(2, NAME, { b: 2 }), text("Bye", 3), end("tool_use")], IN_JSON);
      expect(textIn(deltas)).toBe('{"a":1}');
      expect(chunks.map(({ content }) => (content ? "x" : "-")).join("")).toBe("xxxx-");
      expect(chunks.reduce((sum, { contentBytes }) => sum + contentBytes, 0)).toBe(13 + 7 + 3);
    });

    it("is the text when no JSON comes, or a tool is called", () => {
      const { chunks, deltas } = readAll([text('{"a"'), text(":1}"), end("end_turn")], IN_JSON);
      expect(textIn(deltas)).toBe('{"a":1}');
      expect(chunks.reduce((sum, { contentBytes }) => sum + contentBytes, 0)).toBe(7);
      expect(chunks.at(-1)).toMatchObject({ finished: true });
      expect(textIn(readAll([text("Let me look."), ...call(1, "f", {}), end("tool_use")], IN_JSON).deltas)).toBe("Let me look.");
    });

    it("is told from a request that only speaks of it", () => {
      const { chunks } = readAll([text("a"), text("b")], sentBody({ messages: [{ role: "user", content: `"name":"${NAME}"` }] }));
      expect(chunks.map((chunk) => parse(chunk).choices[0]?.delta.content)).toEqual(["a", "b"]);
    });
  });

  it("breaks off with an error's cause, having said nothing", () => {
    const broken = readAll(fixture("overloaded.sse"));
    expect(broken.end).toEqual({ cause: "overloaded", detail: "an error inside a 200: Overloaded" });
    expect(broken.chunks.some(({ content }) => content)).toBe(false);
  });

  it("has no usage when its end reports none", () => {
    const events = fixture("message.sse").map((event) => event.replace(',"usage":{"output_tokens":75,"output_tokens_details":{"thinking_tokens":30}}', ""));
    expect(readAll(events).chunks.at(-1)).toMatchObject({ finished: true, usage: null });
  });

  it.each(["", "[DONE]", "7", "{", `{"a":${"[".repeat(100)}${"]".repeat(100)}}`])("is broken by an event like %j", (event) => {
    expect(anthropic.openReader(PLAIN)(event)).toMatchObject({ cause: "malformed" });
  });
});

describe("any stream", () => {
  const delta = (text: string) => JSON.stringify({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } });

  it("gives the same text however it is cut into deltas", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (parts) => {
        const { chunks, deltas } = readAll(parts.map(delta));
        expect(textIn(deltas)).toBe(parts.join(""));
        expect(chunks.reduce((sum, { contentBytes }) => sum + contentBytes, 0)).toBe(Buffer.byteLength(parts.join("")));
      }),
    );
  });

  it("never throws, whatever objects its events hold", () => {
    const anything = fc.jsonValue({ maxDepth: 3 });
    const types = ["message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "error", "x"];
    const inner = fc.record(
      {
        type: fc.oneof(anything, fc.constantFrom("text", "tool_use", "thinking", "redacted_thinking", "text_delta", "input_json_delta", "signature_delta")),
        text: anything, thinking: anything, partial_json: anything, input: anything, name: anything, id: anything, data: anything,
        usage: anything, stop_reason: anything, message: anything,
      },
      { requiredKeys: [] },
    );
    const value = fc.oneof(anything, inner);
    const event = fc.record(
      { type: fc.constantFrom(...types), index: fc.oneof(anything, fc.nat(2)), message: value, content_block: value, delta: value, usage: value, error: value },
      { requiredKeys: ["type"] },
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        for (const chunk of readAll(events.map((each) => JSON.stringify(each))).chunks) {
          expect(parse(chunk).choices).toHaveLength(1);
        }
      }),
    );
  });
});
