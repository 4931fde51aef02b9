import { expect, test } from "vitest";
import { labelProblem, modelProblem, slugProblem } from "@/lib/core/name";
import { weightsKey } from "@/lib/core/weights";
import { checkBaseUrl } from "../upstream-address";
import { describeSource, findKnownModel, loadKnown } from "./load-known";
import { agree } from "./read-price";

const known = await loadKnown();
const models = known.providers.flatMap((provider) => provider.models.map((model) => ({ provider, ...model })));
const find = (slug: string, upstreamModel: string) => models.find((model) => model.provider.slug === slug && model.upstreamModel === upstreamModel);

test("the snapshot knows at least 40 providers and the prices of at least 1,500 models", () => {
  expect(known.providers.filter((provider) => provider.models.some(({ prices }) => prices.length > 0)).length).toBeGreaterThanOrEqual(40);
  expect(models.filter(({ prices }) => prices.length > 0).length).toBeGreaterThanOrEqual(1_500);
});

test("every price has its source and date, and what is stored with it is a text that people can read", () => {
  for (const { name, asOf } of known.sources) expect(asOf, name).toMatch(/^20\d\d-\d\d-\d\d$/);
  const prices = models.flatMap((model) => model.prices);
  expect(prices.filter(({ sources }) => sources.length === 0)).toEqual([]);
  expect(prices.map(describeSource).filter((text) => labelProblem(text) !== null)).toEqual([]);
});

test("no price is zero but that of a model that says it is free", () => {
  const free = models.filter(({ prices }) => prices.some(({ price }) => price.base.input === 0n || price.base.output === 0n));
  expect(free.length).toBeGreaterThan(0);
  for (const { upstreamModel, title } of free) expect(`${upstreamModel} ${title}`).toMatch(/:free|\(free\)/i);
});

test("disagreements are kept: two prices of one model differ, and have different sources", () => {
  const disputed = models.filter(({ prices }) => prices.length > 1);
  expect(disputed.length).toBeGreaterThan(50);
  expect(disputed.filter(({ prices: [first, second] }) => first && second && agree(first.price, second.price))).toEqual([]);
  expect(disputed.filter(({ prices: [first, second] }) => first?.sources[0] === second?.sources[0])).toEqual([]);
});

test("what a provider is set up with would be accepted: slug, name, address and the names of models, each once", () => {
  expect(new Set(known.providers.map(({ slug }) => slug)).size).toBe(known.providers.length);
  for (const { slug, name, baseUrl, baseUrlForm, models: own } of known.providers) {
    expect([slugProblem(slug), labelProblem(name)], slug).toEqual([null, null]);
    if (baseUrl !== null) expect(checkBaseUrl(baseUrl, false), slug).toEqual({ baseUrl });
    else expect(baseUrlForm, slug).toMatch(/^https:\/\/.*[A-Z_]{4,}/);
    expect(own.filter(({ model }) => modelProblem(model) !== null), slug).toEqual([]);
    expect(new Set(own.map(({ model }) => model)).size, slug).toBe(own.length);
  }
});

test("an endpoint keeps the weights of the name that its provider has for it", () => {
  const fixed = models.filter(({ upstreamModel }) => !/latest|~/.test(upstreamModel));
  expect(fixed.filter(({ upstreamModel, model, quantization }) => weightsKey(model, quantization) !== weightsKey(upstreamModel, null))).toEqual([]);
});

test("Llama 3.3 70B goes by one name at all its hosts, and fewer bits are said", () => {
  const hosts = models.filter(({ model }) => model === "meta-llama/llama-3.3-70b-instruct");
  expect(hosts.length).toBeGreaterThan(10);
  expect(find("groq", "llama-3.3-70b-versatile")).toMatchObject({ model: "meta-llama/llama-3.3-70b-instruct", quantization: null });
  expect(find("together", "meta-llama/Llama-3.3-70B-Instruct-Turbo")).toMatchObject({ model: "meta-llama/llama-3.3-70b-instruct", quantization: "fp8" });
});

test("an endpoint is found by where its calls go", () => {
  expect(findKnownModel(known, "https://api.groq.com/openai/v1/", "llama-3.3-70b-versatile")?.prices[0]?.price.base).toEqual({ input: 590_000n, output: 790_000n });
  expect(findKnownModel(known, "https://api.groq.example/openai/v1", "llama-3.3-70b-versatile")).toBeNull();
  expect(findKnownModel(known, "https://api.groq.com/openai/v1", "nothing")).toBeNull();
});
