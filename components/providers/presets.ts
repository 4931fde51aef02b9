/** A provider whose address is public knowledge: what its own documentation names for its API. */
export type Preset = { slug: string; name: string; baseUrl: string; dialect: "openai" | "anthropic" };

export const PRESETS: readonly Preset[] = [
  { slug: "openai", name: "OpenAI", baseUrl: "https://api.openai.com/v1", dialect: "openai" },
  { slug: "anthropic", name: "Anthropic", baseUrl: "https://api.anthropic.com/v1", dialect: "anthropic" },
  { slug: "cerebras", name: "Cerebras", baseUrl: "https://api.cerebras.ai/v1", dialect: "openai" },
  { slug: "deepinfra", name: "DeepInfra", baseUrl: "https://api.deepinfra.com/v1/openai", dialect: "openai" },
  { slug: "deepseek", name: "DeepSeek", baseUrl: "https://api.deepseek.com/v1", dialect: "openai" },
  { slug: "fireworks", name: "Fireworks AI", baseUrl: "https://api.fireworks.ai/inference/v1", dialect: "openai" },
  { slug: "google", name: "Google Gemini", baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai", dialect: "openai" },
  { slug: "groq", name: "Groq", baseUrl: "https://api.groq.com/openai/v1", dialect: "openai" },
  { slug: "mistral", name: "Mistral AI", baseUrl: "https://api.mistral.ai/v1", dialect: "openai" },
  { slug: "openrouter", name: "OpenRouter", baseUrl: "https://openrouter.ai/api/v1", dialect: "openai" },
  { slug: "sambanova", name: "SambaNova", baseUrl: "https://api.sambanova.ai/v1", dialect: "openai" },
  { slug: "together", name: "Together AI", baseUrl: "https://api.together.xyz/v1", dialect: "openai" },
  { slug: "xai", name: "xAI", baseUrl: "https://api.x.ai/v1", dialect: "openai" },
];
