import { describe, expect, test } from "vitest";
import { formatRatio, ratio } from "@/lib/core/ratio";
import { weightsKey } from "@/lib/core/weights";
import type { Finding } from "./finding";
import { suggest, type TeamBoard } from "./suggest";
import { BASE_URL } from "./testing/terms";

const LLAMA = "meta-llama/llama-3.3-70b-instruct";
const endpoint = (provider: string, model: string, cents: number | null, upstreamModel = model) => ({
  name: `${provider}/${model}`, provider, upstreamModel, weights: weightsKey(model, null), mixCost: cents === null ? null : ratio(BigInt(cents), 100n),
});
const board: TeamBoard = {
  endpoints: [endpoint("groq", LLAMA, 61, "llama-3.3-70b-versatile"), endpoint("deepinfra", LLAMA, 12), endpoint("lepton", LLAMA, null), endpoint("openai", "gpt-4o", 293), endpoint("openai", "gpt-4o-mini", null)],
  profiles: [{ slug: "aside", tiers: ["deepinfra/x", "openai/gpt-4o"] }, { slug: "support", tiers: ["openai/gpt-4o", `groq/${LLAMA}`] }],
};
const model = (provider: string | null, name: string): Finding => ({ path: "a.ts", line: 1, column: 1, isTest: false, kind: "model", code: "", provider, model: name, edit: null });
const of = (finding: Finding, given: TeamBoard | null = board) => {
  const { kind, names, saving, from, floor } = suggest(finding, given, BASE_URL);
  return [kind, names, saving && formatRatio(saving, 2, "half-even"), from, floor];
};

describe("what takes a model's place", () => {
  test("is the profile that asks its weights earliest, and saves what the cheapest of the same weights costs less", () => {
    expect(of(model("openai", "gpt-4o"))).toEqual(["profile", ["support"], "0.00", "openai/gpt-4o", "openai/gpt-4o"]);
    expect(of(model("groq", "llama-3.3-70b-versatile"))).toEqual(["profile", ["support"], "0.49", `groq/${LLAMA}`, `deepinfra/${LLAMA}`]);
  });

  test("is else a chain of its hosts, the cheapest first and the unknown price last", () => {
    const alone = { ...board, profiles: [] };
    expect(of(model("groq", LLAMA), alone)[1]).toEqual([`deepinfra/${LLAMA}`, `groq/${LLAMA}`, `lepton/${LLAMA}`]);
    expect(suggest(model("groq", LLAMA), alone, BASE_URL).change).toBe(`"${LLAMA}" → ["deepinfra/${LLAMA}","groq/${LLAMA}","lepton/${LLAMA}"]`);
  });

  test.each<[string, Finding, TeamBoard | null]>([
    ["of a price that nobody entered", model("openai", "gpt-4o-mini"), board],
    ["at a provider that the team does not have", model("together", LLAMA), board],
    ["of a provider that the code does not name", model(null, "gpt-4o"), board],
    ["without the team's prices", model("openai", "gpt-4o"), null],
    ["of weights that the team does not have", model("openai", "o3"), board],
  ])("%s has an unknown saving, never none", (_case, finding, given) => {
    expect(suggest(finding, given, BASE_URL).saving).toBeNull();
  });
});

test("what an address becomes is told as the change of its text, and no more of a line than that", () => {
  const finding = { ...model("openai", ""), model: null };
  const change = (edit: Finding["edit"], kind: Finding["kind"] = "client") => suggest({ ...finding, kind, edit }, board, BASE_URL).change;
  expect(change({ start: 0, end: 0, before: "", after: ` baseURL: "${BASE_URL}",` })).toBe(`add baseURL: "${BASE_URL}"`);
  expect(change({ start: 0, end: 3, before: '"a"', after: '"b"' })).toBe('"a" → "b"');
  expect(change(null)).toContain("this SDK speaks to its own provider alone");
  expect(change(null, "key")).toContain("keys create");
});
