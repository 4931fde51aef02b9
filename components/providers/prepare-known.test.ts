import { expect, test } from "vitest";
import type { Price } from "@/lib/core/price";
import { prepareChoices } from "./prepare-known";

const price: Price = { base: { input: 590_000n, output: 790_000n }, steps: [] };
const said = (of: Price, name = "models.dev") => ({ price: of, sources: [{ name, asOf: "2026-09-28" }], note: "" });
const model = (upstreamModel: string, more: Partial<Parameters<typeof prepareChoices>[0][number]> = {}) => ({
  upstreamModel, title: upstreamModel, model: upstreamModel, quantization: null, prices: [said(price)], isListed: true, hosts: 1, ...more,
});
const suggested = (models: Parameters<typeof prepareChoices>[0]) => prepareChoices(models).filter(({ isSuggested }) => isSuggested).map(({ upstreamModel }) => upstreamModel);

test("all that have a price and are in the newest list are chosen beforehand, and come first", () => {
  const models = [model("gone", { isListed: false, hosts: 9 }), model("a"), model("unpriced", { prices: [] }), model("b", { hosts: 3 })];
  expect(prepareChoices(models).map(({ upstreamModel }) => upstreamModel)).toEqual(["b", "a", "gone", "unpriced"]);
  expect(suggested(models)).toEqual(["b", "a"]);
});

test("of too many, those are chosen that most others serve, each of the same weights once", () => {
  const many = Array.from({ length: 50 }, (_, index) => model(`model-x${index}`, { hosts: index }));
  const alias = model("claude-haiku-4-5-20251001", { hosts: 99 });
  const plain = model("claude-haiku-4-5", { hosts: 99 });
  const chosen = suggested([...many, alias, plain]);
  expect(chosen).toHaveLength(30);
  expect(chosen.slice(0, 2)).toEqual(["claude-haiku-4-5", "model-x49"]);
  expect(chosen).not.toContain("model-x0");
});

test("prices are in words: unknown is a word, a source that disagrees is told, and so is what may be gone", () => {
  const other: Price = { base: { input: 600_000n, output: 790_000n }, steps: [{ aboveInputTokens: 200_000, prices: { input: 1_000_000n } }] };
  const [first, second] = prepareChoices([model("a", { prices: [said(price), said(other, "genai-prices")], quantization: "fp8" }), model("b", { prices: [], isListed: false })]);
  expect(first).toMatchObject({ price: "input $0.59, output $0.79", notes: ["fp8", "genai-prices says input $0.60, output $0.79, more for long prompts"] });
  expect(second).toMatchObject({ price: "Price unknown", notes: ["Not in the newest list: it may be gone"] });
});
