import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { weightsKey, weightsOf } from "./weights";

const key = (model: string) => weightsKey(model, null);

/** Each list is one model in the spellings of its hosts. */
const SAME: Record<string, string[]> = {
  "llama-3.3-70b-instruct": [
    "llama-3.3-70b-versatile", "meta-llama/Llama-3.3-70B-Instruct", "accounts/fireworks/models/llama-v3p3-70b-instruct", "llama-3.3-70b",
    "meta.llama3-3-70b-instruct-v1:0", "us.meta.llama3-3-70b-instruct-v1:0", "meta/llama-3.3-70b-instruct-maas", "Meta-Llama-3_3-70B-Instruct",
    "meta-llama/llama-3.3-70b-instruct:free", "@cf/meta/llama-3.3-70b-instruct", " META-LLAMA/LLAMA-3.3-70B-INSTRUCT ",
  ],
  "llama-3.1-8b-instruct": ["llama-3.1-8b-instant", "meta-llama/Meta-Llama-3.1-8B-Instruct", "accounts/fireworks/models/llama-v3p1-8b-instruct", "meta.llama3-1-8b-instruct-v1:0"],
  "gpt-oss-120b": ["openai/gpt-oss-120b", "openai.gpt-oss-120b-1:0", "accounts/fireworks/models/gpt-oss-120b", "@cf/openai/gpt-oss-120b", "openai-gpt-oss-120b", "openai/gpt-oss-120b-maas"],
  "deepseek-v3.1": ["deepseek-ai/DeepSeek-V3.1", "deepseek/deepseek-chat-v3.1", "deepseek.v3-v1:0", "deepseek-ai/deepseek-v3.1-maas", "accounts/fireworks/models/deepseek-v3p1"],
  "qwen-3-235b-a22b-instruct-2507": ["Qwen/Qwen3-235B-A22B-Instruct-2507-tput", "qwen/qwen3-235b-a22b-2507", "qwen.qwen3-235b-a22b-2507-v1:0"],
  "claude-haiku-4.5": ["claude-haiku-4-5", "claude-haiku-4-5-20251001", "claude-haiku-4-5@20251001", "anthropic/claude-haiku-4.5", "eu.anthropic.claude-haiku-4-5-20251001-v1:0"],
  "gemma-3-27b-instruct": ["google/gemma-3-27b-it", "google.gemma-3-27b-it", "google-gemma-3-27b-it"],
  "grok-4.20": ["x-ai/grok-4.20", "grok-4-20"],
  "kimi-k2.6": ["moonshotai/Kimi-K2.6", "kimi-k2-6", "@cf/moonshotai/kimi-k2.6", "moonshotai/Kimi-K2.6-TEE"],
};

describe("one model has one key in every host's spelling", () => {
  test.each(Object.entries(SAME))("%s", (name, spellings) => {
    expect(spellings.map(key)).toEqual(spellings.map(() => name));
  });
});

/** No two of a list are the same weights. */
const APART = [
  ["llama-3.1-8b-instruct", "llama-3-8b-instruct", "llama-3.1-80b-instruct", "llama-3.1-8b", "llama-3.2-8b-instruct"],
  ["llama-3.1-70b-instruct", "llama-3.3-70b-instruct", "llama-3-70b-instruct", "llama-3.1-nemotron-70b-instruct", "deepseek-r1-distill-llama-70b", "hermes-3-llama-3.1-70b"],
  ["llama-3.2-11b-vision-instruct", "llama-3.2-11b-instruct"],
  ["deepseek-r1", "deepseek-r1-0528", "deepseek-r1-distill-llama-70b", "deepseek-r1-distill-qwen-32b", "deepseek-r1-zero"],
  ["deepseek-v3", "deepseek-v3-0324", "deepseek-v3.1", "deepseek-v3.1-base", "deepseek-v3.1-terminus", "deepseek-v3.2-exp"],
  ["qwen-2.5-72b-instruct", "qwen-2.5-vl-72b-instruct", "qwen-2.5-72b", "qwen-2.5-7b-instruct"],
  ["qwen3-235b-a22b", "qwen3-235b-a22b-instruct-2507", "qwen3-235b-a22b-thinking-2507"],
  ["claude-3-5-sonnet-20240620", "claude-3-5-sonnet-20241022", "claude-sonnet-4-5", "claude-opus-4-5"],
  ["gpt-4o", "gpt-4o-2024-05-13", "gpt-4o-2024-11-20", "gpt-4o-mini"],
  ["gpt-3.5-turbo", "gpt-3.5-turbo-instruct", "gpt-3.5-turbo-0125"],
  ["gpt-oss-20b", "gpt-oss-120b", "gpt-oss-safeguard-20b"],
  ["qwen3-14b", "OpenPipe/Qwen3-14B"],
  ["~z-ai/glm-latest", "z-ai/glm-5.3", "mistral-large-latest", "mistral-large-2512"],
  ["qwen-plus-02-15", "qwen-plus-02-23"],
];

test.each(APART)("are told apart: %s, %s and the like", (...models) => {
  expect(new Set(models.map(key)).size).toBe(models.length);
});

describe("the precision", () => {
  it("keeps fewer bits apart, whether the name or the endpoint says so", () => {
    for (const [model, quantization] of [
      ["meta-llama/Llama-3.3-70B-Instruct-Turbo", null], ["@cf/meta/llama-3.3-70b-instruct-fp8-fast", null], ["llama-3.3-70b-versatile", "FP8"],
    ] as const) expect(weightsKey(model, quantization)).toBe("llama-3.3-70b-instruct@fp8");
    expect(key("meta-llama/Meta-Llama-3-8B-Instruct-Lite")).toBe("llama-3-8b-instruct@int4");
    expect(key("Intel/Qwen3-Coder-480B-A35B-Instruct-int4-mixed-ar")).toBe("qwen-3-coder-480b-a35b-instruct@int4");
    expect(weightsKey("qwen3-32b", "odd-bits")).toBe("qwen-3-32b@odd-bits");
  });

  it("of the endpoint wins over what the name says", () => {
    expect(weightsKey("Llama-3.3-70B-Instruct-Turbo", "fp4")).toBe("llama-3.3-70b-instruct@fp4");
    expect(weightsKey("Llama-3.3-70B-Instruct-Turbo", "bf16")).toBe("llama-3.3-70b-instruct");
  });

  it("is nothing to tell apart where it is the published one", () => {
    for (const quantization of [null, "", "unknown", "bf16", "fp16", "fp8"]) expect(weightsKey("deepseek-ai/DeepSeek-V3.1", quantization)).toBe("deepseek-v3.1");
    expect(weightsKey("openai/gpt-oss-120b", "mxfp4")).toBe("gpt-oss-120b");
    expect(weightsKey("openai/gpt-oss-120b", "fp8")).toBe("gpt-oss-120b@fp8");
    expect(weightsKey("deepseek-r1-distill-llama-70b", "fp8")).toBe("deepseek-r1-distill-llama-70b@fp8");
    expect(key("nvidia/DeepSeek-V3.2-NVFP4")).toBe("deepseek-v3.2@fp4");
  });
});

test("the name of a key is a spelling of itself, whatever was given", () => {
  const pick = (...words: string[]) => fc.constantFrom(...words);
  const models = fc.tuple(
    pick("", "meta-llama/", "us.meta.", "openpipe/", "@cf/qwen/", "accounts/fireworks/models/", "~z-ai/"),
    pick("llama", "Qwen", "gpt-oss", "claude-haiku", "deepseek-v3"),
    pick("", "-3.1", "3", "-v3p3", "-3-1", "_3_1", "2.5"),
    pick("", "-70b", "-8B", "-2-4t", "-235b-a22b"),
    pick("", "-instruct", "-it", "-base", "-versatile", "-vl-instruct"),
    pick("", "-turbo", "-fp8", "-int4-mixed-ar", "-2507", "-latest", "-20251001", "-v1:0", ":free", "-TEE"),
  );
  fc.assert(
    fc.property(models, fc.constantFrom(null, "fp8", "int4", "bf16"), (parts, quantization) => {
      const model = parts.join("");
      const { name, precision } = weightsOf(model, quantization);
      expect(weightsKey(model.toUpperCase(), quantization)).toBe(weightsKey(model, quantization));
      expect(weightsKey(name, precision)).toBe(weightsKey(model, quantization));
    }),
    { numRuns: 500 },
  );
});
