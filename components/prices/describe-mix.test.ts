import { expect, test } from "vitest";
import { describeMix } from "./describe-mix";

const none = { input: 0n, cachedInput: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n, reasoning: 0n };

test("a mix is told by its shares and by what it was counted from", () => {
  expect(describeMix({ units: { ...none, input: 800n, output: 199n, cachedInput: 1n }, requests: 2n, tokens: 1_000n })).toBe(
    "Your mix is 80.0% input, 0.1% cached input, 19.9% output, over 1,000 tokens of 2 served attempts of known price.",
  );
});

test("no tokens are no mix", () => {
  expect(describeMix({ units: none, requests: 0n, tokens: 0n })).toContain("No served attempt");
});
