const PROVIDERS = ["groq", "deepinfra", "together", "openai"];
const MODELS = ["llama-3.3-70b-instruct", "gpt-oss-120b", "qwen-3-32b"];

/** Reading more than this costs twice as much where a price has a step. */
export const LONG_INPUT_TOKENS = 8_192;

/** Three profiles of four tiers each, every tier at a provider of its own. One endpoint has no price. */
export function reportsConfig(): object {
  const endpoints = MODELS.flatMap((model, column) => PROVIDERS.map((provider, row) => ({ provider, model, price: priceOf(row, column) })));
  return {
    providers: PROVIDERS.map((slug) => ({ slug, baseUrl: `http://127.0.0.1:1/${slug}/v1`, credential: `key-of-${slug}` })),
    endpoints,
    profiles: MODELS.map((model, column) => ({
      slug: `profile-${column}`,
      baseline: `openai/${MODELS[0]}`,
      tiers: PROVIDERS.map((provider) => ({ endpoint: `${provider}/${model}` })),
    })),
  };
}

function priceOf(row: number, column: number) {
  if (row === 2 && column === 2) return undefined;
  const input = (0.1 * (1 + row + 3 * column)).toFixed(2);
  const price = { input, output: (0.4 * (1 + row + 3 * column)).toFixed(2), ...(row === 0 ? { cachedInput: (Number(input) / 4).toFixed(3) } : {}) };
  return row === 1 ? { ...price, above: [{ promptTokens: LONG_INPUT_TOKENS, input: (2 * Number(input)).toFixed(2) }] } : price;
}
