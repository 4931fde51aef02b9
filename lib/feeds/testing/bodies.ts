/** Bodies in the forms of the feeds' own documentation, small, with what real ones have that is odd. */

export const MODELS_DEV = {
  groq: {
    id: "groq", env: ["GROQ_API_KEY"], npm: "@ai-sdk/groq", name: "Groq", doc: "https://console.groq.com/docs/models",
    models: {
      "llama-3.3-70b-versatile": { id: "llama-3.3-70b-versatile", name: "Llama 3.3 70B", cost: { input: 0.59, output: 0.79 }, limit: { context: 131072, output: 32768 } },
      "whisper-large-v3": { id: "whisper-large-v3", name: "Whisper" },
    },
  },
  togetherai: {
    id: "togetherai", name: "Together AI", api: null,
    models: {
      "meta-llama/Llama-3.3-70B-Instruct-Turbo": { id: "meta-llama/Llama-3.3-70B-Instruct-Turbo", name: "Llama 3.3 70B Turbo", cost: { input: 0.88, output: 0.88, cache_read: 0.0024499999999999995 } },
    },
  },
  deepseek: {
    id: "deepseek", name: "DeepSeek", api: "https://api.deepseek.com",
    models: {
      "deepseek-chat": { id: "deepseek-chat", name: "DeepSeek Chat", cost: { input: 0.28, output: 0.42, cache_read: 0.028, context_over_200k: { input: 0.56 } } },
      "deepseek-free": { id: "deepseek-free", name: "DeepSeek (free)", cost: { input: 0, output: 0 } },
      "deepseek-unknown": { id: "deepseek-unknown", name: "DeepSeek new", cost: { input: 0, output: 0 } },
    },
  },
};

export const OPENROUTER_MODELS = {
  data: [
    { id: "meta-llama/llama-3.3-70b-instruct", canonical_slug: "meta-llama/llama-3.3-70b-instruct", name: "Meta: Llama 3.3 70B", context_length: 131072, pricing: { prompt: "0.0000001", completion: "0.00000032", request: "0", image: "0", web_search: "0", internal_reasoning: "0" } },
    { id: "meta-llama/llama-3.3-70b-instruct:free", name: "Meta: Llama 3.3 70B (free)", pricing: { prompt: "0", completion: "0" } },
    { id: "google/gemini-2.5-pro", name: "Gemini 2.5 Pro", pricing: { prompt: "0.00000125", completion: "0.00001", input_cache_read: "0.000000125", overrides: [{ min_prompt_tokens: 200001, prompt: "0.0000025", completion: "0.000015" }] } },
    { id: "openrouter/auto", name: "Auto", pricing: { prompt: "-1", completion: "-1" } },
  ],
};

export const OPENROUTER_ENDPOINTS = {
  data: {
    id: "meta-llama/llama-3.3-70b-instruct", name: "Meta: Llama 3.3 70B", created: 1733506137,
    endpoints: [
      { name: "DeepInfra | meta-llama/llama-3.3-70b-instruct", provider_name: "DeepInfra", tag: "deepinfra/fp8", quantization: "fp8", context_length: 131072, pricing: { prompt: "0.0000001", completion: "0.00000032" } },
      { name: "Together | meta-llama/llama-3.3-70b-instruct", provider_name: "Together", tag: "together", quantization: "unknown", pricing: { prompt: "8.8e-7", completion: "8.8e-7" } },
      { name: "Nebius | meta-llama/llama-3.3-70b-instruct", provider_name: "Nebius", tag: "nebius/fast", quantization: "fp8", pricing: { prompt: "0.00000013", completion: "0.0000004", discount: 0.5 } },
    ],
  },
};

export const ownForm = (...prices: object[]) => ({ format: "routeledger-prices-1", prices });
