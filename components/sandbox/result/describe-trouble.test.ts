import { expect, test } from "vitest";
import type { FailureKind, Trouble } from "@/lib/sandbox/scenario";
import { describeTrouble } from "./describe-trouble";

const failure: FailureKind = { cause: "server_error", share: 1, httpStatus: 503, retryAfterMs: null, billedMillionths: 0, afterMs: { kind: "fixed", value: 100 } };
const when = { fromMinute: 0, toMinute: 1 };

test.each<[Trouble, string]>([
  [{ ...when, kind: "outage", domains: ["groq", "openai"], share: 1, failure }, "groq, openai down"],
  [{ ...when, kind: "outage", domains: ["groq"], share: 0.3, failure }, "groq: 30% fail"],
  [{ ...when, kind: "outage", domains: ["groq"], share: 1, failure: { ...failure, cause: "rate_limited" } }, "groq: 429 for all"],
  [{ ...when, kind: "slow", domains: ["groq"], factor: 3 }, "groq 3 × as slow"],
  [{ ...when, kind: "price", endpointIds: ["e1"], factorMillionths: 1_200_000 }, "groq/llama: price × 1.2"],
  [{ ...when, kind: "traffic", factor: 10 }, "traffic × 10"],
])("what goes wrong is told in a few words (%#)", (trouble, words) => {
  expect(describeTrouble(trouble, () => "groq/llama")).toBe(words);
});
