import { expect, test } from "vitest";
import type { Assumption } from "@/lib/sandbox/assumption";
import { describeThin } from "./describe-thin";

const assumption = (said: Partial<Assumption>): Assumption => ({
  path: "endpoints.groq/llama-3.3.success", label: "Success", value: "97.0%", source: { kind: "ledger", what: "attempts", count: 45 }, isThin: true, ...said,
});

test("each endpoint whose success rests on too little history is named once, with what it has", () => {
  const sentence = describeThin([
    assumption({}), assumption({ path: "endpoints.groq/llama-3.3.billedShare" }),
    assumption({ path: "endpoints.openai/gpt.success", source: { kind: "assumed" } }), assumption({ path: "endpoints.a/b.success", isThin: false }),
  ]);
  expect(sentence).toBe("A verdict needs 200 recorded attempts of each endpoint, or a success rate that you set yourself: groq/llama-3.3 has 45, openai/gpt has none.");
});

test("with enough history nothing stands against a verdict", () => {
  expect(describeThin([assumption({ isThin: false })])).toBeNull();
});
