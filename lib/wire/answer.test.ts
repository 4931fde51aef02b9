import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chunkFormatter, formatAnswer, formatErrorChunk, formatLastChunk, usageText } from "./answer";
import { formatUsageMember, type ToldCost } from "./cost";
import { findMembers, toJsonText } from "./json-members";
import { EventReader } from "./sse";

const served = { model: "groq/llama", provider: "groq" };
const COST: ToldCost = {
  served: { pico: 1_020_000_001n, promptPico: 1_000_000_001n, completionPico: 20_000_000n },
  failedPico: 3n, unknownAttempts: 1, estimated: false,
};

describe("a whole answer", () => {
  const read = (text: string) => {
    const body = new TextEncoder().encode(text);
    return { body, members: findMembers(body) };
  };
  const format = (text: string) =>
    new TextDecoder().decode(formatAnswer(read(text), served, (reported) => reported ?? '{"none":1}'));

  it("keeps every byte but for model, provider, usage and a missing fingerprint", () => {
    expect(format('{"id":"x", "big":12345678901234567890 ,"model":"llama-70b","usage":{"a": 1}}')).toBe(
      '{"id":"x","big":12345678901234567890,"model":"groq/llama","usage":{"a": 1},"provider":"groq","system_fingerprint":""}',
    );
  });

  it("never has a null fingerprint, nor loses one", () => {
    expect(format('{"system_fingerprint":null}')).toContain('"system_fingerprint":""');
    expect(format('{"system_fingerprint":"fp"}')).toContain('"system_fingerprint":"fp"');
  });

  it("treats usage that is no object as none", () => {
    expect(format('{"usage":null}')).toContain('"usage":{"none":1}');
  });
});

describe("a chunk", () => {
  it("loses its usage and a null fingerprint, and says who served", () => {
    const format = chunkFormatter(served);
    const event = (text: string) => String(format(toJsonText(text)));
    expect(event('{"id":"x","model":"m","system_fingerprint":null,"choices":[],"usage":null}')).toBe(
      'data: {"id":"x","model":"groq/llama","choices":[],"provider":"groq"}\n\n',
    );
    expect(event('{"system_fingerprint": "fp"}')).toContain('"fp"');
    expect(event("{}")).toBe('data: {"model":"groq/llama","provider":"groq"}\n\n');
  });

  it("that stood on several lines goes on in one", () => {
    const [text = ""] = new EventReader().feed(Buffer.from('data: {"id":"x","choices":[\ndata: {"index":0}]}\n\n'));
    const [sent = ""] = new EventReader().feed(chunkFormatter(served)(toJsonText(text)));
    expect(JSON.parse(sent)).toEqual({ id: "x", choices: [{ index: 0 }], ...served });
  });

  it("keeps what it has, whatever that is called", () => {
    const names = fc.oneof(fc.constantFrom("usage", "system_fingerprint", "model", "provider"), fc.string({ unit: "binary" }));
    const format = chunkFormatter({ model: "ünï-✓", provider: "p" });
    fc.assert(
      fc.property(fc.dictionary(names, fc.jsonValue()), (members) => {
        const text = String(format(toJsonText(JSON.stringify(members))));
        const { usage, system_fingerprint: fingerprint, ...rest } = JSON.parse(JSON.stringify(members)) as Record<string, unknown>;
        const kept = typeof fingerprint === "undefined" || fingerprint === null ? rest : { ...rest, system_fingerprint: fingerprint };
        void usage;
        expect(JSON.parse(text.slice("data: ".length))).toEqual({ ...kept, model: "ünï-✓", provider: "p" });
      }),
      { numRuns: 500 },
    );
  });

  it("that comes last has the stream's ids, the usage, and a choice only for clients that did not ask", () => {
    const base = toJsonText('{"id":"x","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0}]}');
    expect(JSON.parse(formatLastChunk(base, served, '{"cost":1}', true))).toEqual({
      id: "x", object: "chat.completion.chunk", created: 7, ...served, choices: [], usage: { cost: 1 },
    });
    expect(JSON.parse(formatLastChunk(base, served, '{"cost":1}', false))).toMatchObject({
      choices: [{ index: 0, delta: {}, finish_reason: null }],
    });
  });

  it("that tells of a break has the error at its top level", () => {
    expect(JSON.parse(formatErrorChunk(toJsonText('{"id":"x"}'), served, null, { code: 502 }))).toEqual({
      id: "x", ...served, choices: [{ index: 0, delta: {}, finish_reason: "error" }], error: { code: 502 },
    });
  });

  it("gives its usage as it was written", () => {
    expect(usageText(toJsonText('{"usage":{"prompt_tokens": 1}}'))).toBe('{"prompt_tokens": 1}');
    expect(usageText(toJsonText('{"usage":null}'))).toBeNull();
    expect(usageText(toJsonText("{}"))).toBeNull();
  });
});

describe("the usage that a client is told", () => {
  it("is the provider's own with exact costs beside it", () => {
    expect(formatUsageMember('{"prompt_tokens":1000,"custom":1}', null, COST)).toBe(
      '{"prompt_tokens":1000,"custom":1,"cost":0.001020000004,"cost_details":{"served":0.001020000001,"failed":0.000000000003,' +
        '"unknown_attempts":1,"upstream_inference_prompt_cost":0.001000000001,"upstream_inference_completions_cost":0.00002}}',
    );
  });

  it("leaves an unknown cost out: clients read null as zero", () => {
    const unknown = { ...COST, served: null };
    expect(JSON.parse(formatUsageMember(null, { input: 2, output: 3 }, unknown))).toEqual({
      prompt_tokens: 2, completion_tokens: 3, total_tokens: 5,
    });
  });

  it("does not believe what a provider says of the cost", () => {
    expect(JSON.parse(formatUsageMember('{"cost":99}', null, COST))).toMatchObject({ cost: 0.001020000004 });
  });
});
