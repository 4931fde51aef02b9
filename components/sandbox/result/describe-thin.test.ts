import { expect, test } from "vitest";
import { describeThin } from "./describe-thin";

test("each endpoint whose success rests on too little history is named, with what it has", () => {
  expect(describeThin([{ endpoint: "groq/llama-3.3", attempts: 45 }, { endpoint: "openai/gpt", attempts: 0 }])).toBe(
    "A verdict needs 200 recorded attempts of each endpoint, or a success rate that you set yourself: groq/llama-3.3 has 45, openai/gpt has none.",
  );
});

test("with enough history nothing stands against a verdict", () => {
  expect(describeThin([])).toBeNull();
});
