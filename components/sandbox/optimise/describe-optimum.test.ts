import { describe, expect, test } from "vitest";
import { NO_CONSTRAINTS } from "@/lib/sandbox/optimise/question";
import { bindingInWords, headlineOf, methodInWords, whyDropped } from "./describe-optimum";
import { anOptimum, aPoint } from "./testing/points";

const best = aPoint(["groq", "openai"], { effectiveUsdPerMillion: 1.2, availability: 0.9996, monthlyUsd: 900 });

describe("the optimum in words", () => {
  test("says what the cheapest is, and how it stands to the current profile", () => {
    const current = aPoint(["openai"], { effectiveUsdPerMillion: 1.5, availability: 0.999 });
    expect(headlineOf(anOptimum({ cheapest: best, current }))).toBe(
      "groq/llama → openai/llama: $1.20/M at 99.960%, 1 in 2,500 failed. That is $0.30/M less than the current profile.",
    );
    expect(headlineOf(anOptimum({ cheapest: best, current: best }))).toMatch(/^Nothing is cheaper than the profile as it serves now\./);
    expect(headlineOf(anOptimum())).toBeNull();
  });

  test("says what a dearer answer keeps that the current profile does not", () => {
    const current = aPoint(["groq"], { effectiveUsdPerMillion: 1, availability: 0.97, breaks: ["availability"] });
    expect(headlineOf(anOptimum({ cheapest: best, current }))).toContain("$0.20/M more than the current profile, which does not keep the least availability.");
  });

  test("says what each promise costs, and at what it would cost less", () => {
    const constraints = { availabilityAtLeast: 0.9995, firstTokenP95AtMostMs: 2_000, models: ["llama"], monthlyUsdAtMost: 800 };
    const instead = aPoint(["groq"], { availability: 0.9993, firstTokenP95Ms: 2_400, monthlyUsd: 950 });
    const said = (["availability", "firstTokenP95", "monthlyUsd"] as const).map((constraint) => bindingInWords({ constraint, instead, savesUsdPerMillion: 0.41 }, constraints));
    expect(said).toEqual([
      "Availability of at least 99.950% binds: at 99.930% it would cost $0.41/M less.",
      "A first token within 2.00 s binds: at 2.40 s it would cost $0.41/M less.",
      "The budget of $800.00 a month binds: with $950.00 it would cost $0.41/M less.",
    ]);
    expect(bindingInWords({ constraint: "models", instead, savesUsdPerMillion: 0.1 }, { ...NO_CONSTRAINTS, models: ["gpt"] })).toBe("The allowed models bind: with llama it would cost $0.10/M less.");
  });

  test("says of a dropped profile who is better, or which promise it breaks", () => {
    const worse = aPoint(["together"], { effectiveUsdPerMillion: 1.3, availability: 0.999 });
    expect(whyDropped({ point: worse, why: { kind: "dominated", by: best } })).toBe("groq/llama → openai/llama is $0.10/M cheaper and more available.");
    expect(whyDropped({ point: worse, why: { kind: "breaks", constraints: ["firstTokenP95", "models"] } })).toBe("It does not keep the time to the first token and the allowed models.");
  });

  test("does not call a search a proof", () => {
    expect(methodInWords({ method: "exact", combinations: 16_383 })).toMatch(/^Exact: 16,383 combinations/);
    expect(methodInWords({ method: "heuristic", combinations: 40_000 })).toMatch(/^A search, not a proof/);
  });
});
