import { describe, expect, test } from "vitest";
import { labelProblem, modelProblem, slugProblem } from "./name";

describe("slugProblem", () => {
  test.each(["a", "groq", "our-vllm", "gpt4.1", "a_b", "9lives", "x".repeat(64)])("takes %s", (slug) => {
    expect(slugProblem(slug)).toBeNull();
  });
  test.each(["", "Groq", "a/b", "-a", "a-", ".", "..", "(ad hoc)", "a b", "a\n", "é", "__proto__", "x".repeat(65)])(
    "refuses %j",
    (slug) => expect(slugProblem(slug)).not.toBeNull(),
  );
});

describe("modelProblem", () => {
  test.each(["gpt-4o", "meta-llama/llama-3.3-70b-instruct", "qwen/qwen3:free", "a/b/c", "Org/Model_v1.0@2024+x"])(
    "takes %s",
    (model) => expect(modelProblem(model)).toBeNull(),
  );
  test.each(["", "/", "a/", "/a", "a//b", "a b", "../a", "a/../b", "a\r\nX: y", "é", "a:floor", "a/b:nitro", "x".repeat(201)])(
    "refuses %j",
    (model) => expect(modelProblem(model)).not.toBeNull(),
  );
});

describe("labelProblem", () => {
  test.each(["Groq", "Our vLLM, Köln", "模型 👩‍💻"])("takes %s", (label) => expect(labelProblem(label)).toBeNull());
  test.each(["", "  ", "a\u0000b", "a\nb", "\ud800", "\u202egnp.exe", "x".repeat(201)])("refuses %j", (label) => {
    expect(labelProblem(label)).not.toBeNull();
  });
});
