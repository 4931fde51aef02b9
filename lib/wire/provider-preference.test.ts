import { describe, expect, it } from "vitest";
import { providerSchema } from "./provider-preference";

describe("the provider object", () => {
  it("brings prices to exact pico-USD per token, and per request", () => {
    const maxPrice = { prompt: 0.59, completion: "0.79", request: 0.001 };
    expect(providerSchema.parse({ max_price: maxPrice }).max_price).toEqual({
      prompt: 590_000n, completion: 790_000n, request: 1_000_000_000n,
    });
  });

  it("takes a sort as a word or as an object", () => {
    expect(providerSchema.parse({ sort: "latency" }).sort).toBe("latency");
    expect(providerSchema.parse({ sort: { by: "price" } }).sort).toBe("price");
    expect(providerSchema.parse({ sort: null }).sort).toBeUndefined();
  });

  it.each([
    [{ sort: "quality" }], [{ sort: { by: "price", partition: "none" } }], [{ max_price: { prompt: -1 } }], [{ max_price: { image: 1 } }],
    [{ max_price: { prompt: Number.NaN } }], [{ max_price: { prompt: "much" } }], [{ order: "groq" }], [{ zdr: true }],
  ])("refuses %j", (value) => {
    expect(providerSchema.safeParse(value).success).toBe(false);
  });
});
