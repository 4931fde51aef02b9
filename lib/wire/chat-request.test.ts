import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ApiError } from "@/lib/core/errors";
import { parseChatRequest, prepareUpstreamBody } from "./chat-request";

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const messages = [{ role: "user", content: "hi" }];

function refusal(body: Uint8Array): { code: string; param: string | null } {
  try {
    parseChatRequest(body);
  } catch (error) {
    if (error instanceof ApiError) return { code: error.code, param: error.param };
    throw error;
  }
  throw new Error("was accepted");
}

describe("a chat request", () => {
  it("names whom it wants by model, by an array, by models, or by both", () => {
    const names = (value: object) => parseChatRequest(bytes({ messages, ...value })).names;
    expect(names({ model: "a" })).toEqual(["a"]);
    expect(names({ model: ["a", "b"] })).toEqual(["a", "b"]);
    expect(names({ models: ["b", "c"] })).toEqual(["b", "c"]);
    expect(names({ model: "a", models: ["b", "a"] })).toEqual(["a", "b"]);
  });

  it.each([
    ["", "invalid_json", null],
    ["[]", "invalid_json", null],
    ["null", "invalid_json", null],
    ['{"model":"a","messages":[}', "invalid_json", null],
    ['{"model":"a"', "invalid_json", null],
    ["\uFEFF{}", "invalid_json", null],
    [{ model: "a" }, "invalid_request", "messages"],
    [{ model: "a", messages: [] }, "invalid_request", "messages"],
    [{ model: "a", messages: "hi" }, "invalid_request", "messages"],
    [{ messages }, "invalid_request", "model"],
    [{ model: [], messages }, "invalid_request", "model"],
    [{ model: "", messages }, "invalid_request", "model"],
    [{ model: 5, messages }, "invalid_request", "model"],
    [{ models: Array.from({ length: 33 }, (_, i) => `m${i}`), messages }, "invalid_request", "models"],
    [{ model: "a", messages, stream: "yes" }, "invalid_request", "stream"],
    [{ model: "a", messages, max_tokens: -1 }, "invalid_request", "max_tokens"],
    [{ model: "a", messages, max_tokens: "5" }, "invalid_request", "max_tokens"],
    ['{"model":"a","messages":[1],"max_tokens":1e308}', "invalid_request", "max_tokens"],
    [{ model: "a", messages, n: 1e9 }, "invalid_request", "n"],
    [{ model: "a", messages, metadata: { a: 1 } }, "invalid_request", "metadata.a"],
    [{ model: "a", messages, provider: { quantizations: ["fp8"] } }, "unsupported_parameter", "provider.quantizations"],
    [{ model: "a", messages, route: "elsewhere" }, "invalid_request", "route"],
    ['{"model":"a","model":"b","messages":[1]}', "invalid_request", "model"],
    [`{"model":"a","messages":[${"[".repeat(10_000)}${"]".repeat(10_000)}]}`, "invalid_json", null],
  ])("refuses %j with %s", (body, code, param) => {
    expect(refusal(bytes(body))).toEqual({ code, param });
  });

  it("refuses bytes that are not UTF-8", () => {
    const body = Buffer.concat([bytes('{"model":"a","messages":["'), Uint8Array.of(0xff), bytes('"]}')]);
    expect(refusal(body).code).toBe("invalid_json");
  });

  it("never does more than refuse, whatever the bytes", () => {
    const jsonish = fc.oneof(fc.uint8Array(), fc.json().map(bytes), fc.object().map((o) => bytes({ model: "a", messages, ...o })));
    fc.assert(
      fc.property(jsonish, (body) => {
        try {
          expect(parseChatRequest(body).names.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      }),
    );
  });
});

describe("the body for an endpoint", () => {
  const prepared = (value: unknown) =>
    new TextDecoder().decode(prepareUpstreamBody(parseChatRequest(bytes(value)), "llama-70b"));

  it("has the provider's name for the model, and none of our routing fields", () => {
    const body = prepared({
      model: ["x/y"], models: ["z"], messages, plugins: { routing: "fallback" }, route: "fallback",
      provider: { order: ["x"] }, transforms: [], usage: { include: true }, metadata: { team: "a" }, seed: 7,
    });
    expect(JSON.parse(body)).toEqual({ model: "llama-70b", messages, seed: 7 });
  });

  it("leaves every other byte as it came", () => {
    const body = '{"model":"a","messages":[{"role":"user","content":"\\ud800 \\u0000"}],"seed":9007199254740993,"__proto__":{"x":1}}';
    expect(prepared(body)).toBe(body.replace('"a"', '"llama-70b"'));
  });

  it("asks for usage on a stream, beside what the client asked for", () => {
    expect(JSON.parse(prepared({ model: "a", messages, stream: true }))).toMatchObject({
      stream_options: { include_usage: true },
    });
    expect(
      JSON.parse(prepared({ model: "a", messages, stream: true, stream_options: { include_usage: false, other: 1 } })),
    ).toMatchObject({ stream_options: { include_usage: true, other: 1 } });
  });

  it("passes metadata on only where the answer is stored", () => {
    expect(JSON.parse(prepared({ model: "a", messages, store: true, metadata: { a: "b" } }))).toMatchObject({
      metadata: { a: "b" },
    });
  });
});
