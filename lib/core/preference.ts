import type { Pico } from "./money";

/** By what a request wants endpoints sorted: `throughput` is tokens per second, `latency` the time to the first token. */
export type Sort = "price" | "throughput" | "latency";

/**
 * OpenRouter's `provider` object (openrouter.ai/docs/features/provider-routing), as far as it narrows or reorders.
 * Names are provider slugs.
 */
export type ProviderPreference = {
  order?: string[] | undefined;
  only?: string[] | undefined;
  ignore?: string[] | undefined;
  sort?: Sort | undefined;
  allow_fallbacks?: boolean | undefined;
  require_parameters?: boolean | undefined;
  /** Pico-USD per token, and per request. */
  max_price?: { prompt?: Pico | undefined; completion?: Pico | undefined; request?: Pico | undefined } | undefined;
};
