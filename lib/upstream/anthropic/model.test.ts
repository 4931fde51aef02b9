import { describe, expect, it } from "vitest";
import { isSameModel, modelOf } from "./model";

describe("what the API takes for a model", () => {
  it.each([
    ["claude-3-haiku-20240307", "none", false, true, 4_096],
    ["claude-3-5-sonnet-20241022", "none", false, true, 8_192],
    ["claude-3-7-sonnet-latest", "budget", false, true, 64_000],
    ["claude-opus-4-20250514", "budget", false, true, 32_000],
    ["claude-opus-4-1-20250805", "budget", false, true, 32_000],
    ["claude-sonnet-4-20250514", "budget", false, true, 64_000],
    ["claude-opus-4-5-20251101", "budget", false, true, 64_000],
    ["claude-haiku-4-5", "budget", false, true, 64_000],
    ["anthropic/claude-sonnet-4.6", "adaptive", false, true, 128_000],
    ["claude-opus-4-7", "adaptive", false, false, 128_000],
    ["claude-opus-4-10", "adaptive", false, false, 128_000],
    ["claude-sonnet-5", "adaptive", true, false, 128_000],
    ["claude-opus-5-5", "adaptive", true, false, 128_000],
    ["kimi-k2-thinking", "budget", false, true, null],
  ])("%s thinks by %s", (name, thinking, thinksUnasked, takesSampling, maxOutputTokens) => {
    expect(modelOf(name)).toMatchObject({ thinking, thinksUnasked, takesSampling, maxOutputTokens });
  });

  it("tells a snapshot from another version", () => {
    expect(isSameModel("claude-opus-4-5", "claude-opus-4-5-20251101")).toBe(true);
    expect(isSameModel("claude-opus-5", "claude-opus-5-5")).toBe(false);
  });
});
