import { expect, it } from "vitest";
import { reasonsUnseen } from "./unseen-reasoning";

it.each(["o3", "openai/o4-mini", "openai/gpt-5", "gpt-5.1-mini", "x-ai/grok-4", "O1-pro"])("%s may be silent for minutes", (model) => {
  expect(reasonsUnseen(model)).toBe(true);
});

it.each(["gpt-4o", "openai/gpt-oss-120b", "o200k", "meta-llama/llama-3.3-70b-instruct", "claude-sonnet-4.5", "qwen/qwq-32b", "foo3"])(
  "%s is not known to be",
  (model) => {
    expect(reasonsUnseen(model)).toBe(false);
  },
);
