import type { Dialect } from "../../prisma/generated/enums";

/**
 * The providers of the snapshot: how each source calls it, and what neither source says rightly. Base URLs are those of
 * the providers' own public documentation, to which `/chat/completions` or `/messages` is added; where each customer
 * has one of their own there is only its form.
 */
export type SnapshotProvider = {
  slug: string;
  modelsDev?: string;
  genai?: string;
  name?: string;
  dialect?: Dialect;
  baseUrl?: string | null;
  /** How the base URL of a customer's own looks. */
  baseUrlForm?: string;
  env?: string;
  docs?: string;
};

export const PROVIDERS: readonly SnapshotProvider[] = [
  { slug: "alibaba", modelsDev: "alibaba" },
  { slug: "amazon-bedrock", modelsDev: "amazon-bedrock", genai: "aws", env: "AWS_BEARER_TOKEN_BEDROCK", baseUrlForm: "https://bedrock-runtime.REGION.amazonaws.com/openai/v1" },
  { slug: "anthropic", modelsDev: "anthropic", genai: "anthropic", dialect: "anthropic", baseUrl: "https://api.anthropic.com/v1" },
  { slug: "arcee", genai: "arcee", name: "Arcee AI", baseUrl: "https://api.arcee.ai/api/v1", env: "ARCEEAI_API_KEY", docs: "https://docs.arcee.ai" },
  { slug: "avian", genai: "avian", name: "Avian", baseUrl: "https://api.avian.io/v1", env: "AVIAN_API_KEY", docs: "https://avian.io/docs" },
  { slug: "azure", modelsDev: "azure", genai: "azure", name: "Microsoft Azure", env: "AZURE_API_KEY", baseUrlForm: "https://RESOURCE.openai.azure.com/openai/v1" },
  { slug: "baseten", modelsDev: "baseten", genai: "baseten" },
  { slug: "cerebras", modelsDev: "cerebras", genai: "cerebras", baseUrl: "https://api.cerebras.ai/v1" },
  { slug: "chutes", modelsDev: "chutes" },
  { slug: "cloudflare", modelsDev: "cloudflare-workers-ai", genai: "cloudflare", baseUrl: null, env: "CLOUDFLARE_API_KEY", baseUrlForm: "https://api.cloudflare.com/client/v4/accounts/ACCOUNT_ID/ai/v1" },
  { slug: "cohere", modelsDev: "cohere", genai: "cohere", baseUrl: "https://api.cohere.ai/compatibility/v1" },
  { slug: "coreweave", modelsDev: "wandb", name: "CoreWeave (Weights & Biases)" },
  { slug: "crusoe", modelsDev: "crusoe" },
  { slug: "deepinfra", modelsDev: "deepinfra", name: "DeepInfra", baseUrl: "https://api.deepinfra.com/v1/openai" },
  { slug: "deepseek", modelsDev: "deepseek", genai: "deepseek" },
  { slug: "doubleword", genai: "doubleword", name: "Doubleword", baseUrl: "https://api.doubleword.ai/v1", env: "DOUBLEWORD_API_KEY", docs: "https://docs.doubleword.ai" },
  { slug: "fireworks", modelsDev: "fireworks-ai", genai: "fireworks", baseUrl: "https://api.fireworks.ai/inference/v1" },
  { slug: "friendli", modelsDev: "friendli", name: "FriendliAI" },
  { slug: "google", modelsDev: "google", genai: "google", name: "Google Gemini", baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai", env: "GEMINI_API_KEY" },
  { slug: "groq", modelsDev: "groq", genai: "groq", baseUrl: "https://api.groq.com/openai/v1" },
  { slug: "huggingface", modelsDev: "huggingface" },
  { slug: "inceptron", modelsDev: "inceptron" },
  { slug: "inference-net", modelsDev: "inference", name: "Inference.net", baseUrl: "https://api.inference.net/v1" },
  { slug: "io-net", modelsDev: "io-net", name: "io.net" },
  { slug: "minimax", modelsDev: "minimax", genai: "minimax", name: "MiniMax", baseUrl: "https://api.minimax.io/v1" },
  { slug: "mistral", modelsDev: "mistral", genai: "mistral", name: "Mistral AI", baseUrl: "https://api.mistral.ai/v1" },
  { slug: "moonshotai", modelsDev: "moonshotai", genai: "moonshotai" },
  { slug: "nebius", modelsDev: "nebius" },
  { slug: "novita", modelsDev: "novita-ai", genai: "novita", name: "Novita AI", baseUrl: "https://api.novita.ai/openai/v1" },
  { slug: "nvidia", modelsDev: "nvidia", name: "NVIDIA" },
  { slug: "openai", modelsDev: "openai", genai: "openai", baseUrl: "https://api.openai.com/v1" },
  { slug: "openrouter", modelsDev: "openrouter", genai: "openrouter" },
  { slug: "ovhcloud", modelsDev: "ovhcloud", genai: "ovhcloud" },
  { slug: "perplexity", modelsDev: "perplexity", genai: "perplexity", baseUrl: "https://api.perplexity.ai" },
  { slug: "quicksilverpro", genai: "quicksilverpro", name: "QuickSilver Pro", baseUrl: "https://api.quicksilverpro.io/v1", env: "QUICKSILVERPRO_API_KEY", docs: "https://quicksilverpro.io" },
  { slug: "scaleway", modelsDev: "scaleway" },
  { slug: "siliconflow", modelsDev: "siliconflow", name: "SiliconFlow" },
  { slug: "together", modelsDev: "togetherai", genai: "together", baseUrl: "https://api.together.xyz/v1" },
  { slug: "upstage", modelsDev: "upstage" },
  { slug: "venice", modelsDev: "venice", baseUrl: "https://api.venice.ai/api/v1" },
  { slug: "vultr", modelsDev: "vultr" },
  { slug: "xai", modelsDev: "xai", genai: "x-ai", baseUrl: "https://api.x.ai/v1" },
  { slug: "zai", modelsDev: "zai", genai: "zai" },
  { slug: "zhipuai", modelsDev: "zhipuai", genai: "zhipuai" },
];
