import { describe, expect, test } from "vitest";
import type { FeedPrice } from "./feed-price";
import { type FeedEndpoint, matchEndpoints } from "./match";
import { parseModelsDev } from "./models-dev";
import { parseEndpoints, parseModels } from "./openrouter";
import { MODELS_DEV, OPENROUTER_ENDPOINTS, OPENROUTER_MODELS } from "./testing/bodies";

const endpoint = (slug: string, model: string, upstreamModel = model, more: Partial<FeedEndpoint> = {}): FeedEndpoint => ({
  id: `${slug}/${model}`, name: `${slug}/${model}`, model, upstreamModel, quantization: null, provider: { slug, name: slug, baseUrl: "https://proxy.example/v1" }, ...more,
});
const inputs = (endpoints: FeedEndpoint[], prices: FeedPrice[]) => {
  const { said, ambiguous } = matchEndpoints(endpoints, prices);
  return [Object.fromEntries([...said].map(([id, price]) => [id, price.said.base.input])), ambiguous.map(({ id }) => id)];
};
const LLAMA = "meta-llama/llama-3.3-70b-instruct";

describe("an endpoint is found in a feed", () => {
  test("by its provider's name or the place of its API, and the provider's name of the model", () => {
    const elsewhere = endpoint("our-deepseek", "deepseek/chat", "deepseek-chat", { provider: { slug: "ds", name: "Ours", baseUrl: "https://api.deepseek.com/v1" } });
    expect(inputs([endpoint("groq", LLAMA, "llama-3.3-70b-versatile"), endpoint("nobody", LLAMA), elsewhere], parseModelsDev(MODELS_DEV).prices)).toEqual([
      { [`groq/${LLAMA}`]: 0.59, "our-deepseek/deepseek/chat": 0.28 }, [],
    ]);
  });

  test("by the model's weights where hosts spell it otherwise, but a free variant only by its own name", () => {
    const openrouter = parseModels(OPENROUTER_MODELS).prices;
    const hosts = parseEndpoints(OPENROUTER_ENDPOINTS).prices;
    const own = [endpoint("together", "llama-3.3-70b-instruct", "meta-llama/Llama-3.3-70B"), endpoint("openrouter", LLAMA), endpoint("openrouter", `${LLAMA}:free`)];
    expect(inputs(own, [...openrouter, ...hosts])[0]).toEqual({ "together/llama-3.3-70b-instruct": 0.88, [`openrouter/${LLAMA}`]: 0.1, [`openrouter/${LLAMA}:free`]: 0 });
    expect(inputs([endpoint("openrouter", LLAMA)], openrouter.filter(({ said }) => said.isFree))).toEqual([{}, []]);
  });

  test("by its quantisation, and not at all where several hold", () => {
    const [deepinfra] = parseEndpoints(OPENROUTER_ENDPOINTS).prices;
    if (!deepinfra) throw new Error("no host");
    const both = [deepinfra, { ...deepinfra, quantization: "bf16", said: { ...deepinfra.said, base: { input: 0.2, output: 0.4 } } }];
    expect(inputs([endpoint("deepinfra", LLAMA, LLAMA, { quantization: "bf16" })], both)).toEqual([{ [`deepinfra/${LLAMA}`]: 0.2 }, []]);
    expect(inputs([endpoint("deepinfra", LLAMA)], both)).toEqual([{}, [`deepinfra/${LLAMA}`]]);
    expect(inputs([endpoint("deepinfra", LLAMA, LLAMA, { quantization: "int4" })], both)).toEqual([{}, []]);
  });
});
