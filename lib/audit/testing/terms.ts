import { weightsKey } from "@/lib/core/weights";
import type { AuditTerms } from "../finding";

export const BASE_URL = "http://127.0.0.1:3000/api/v1";

/** What is looked for in the small trees of the tests. */
export const TERMS: AuditTerms = {
  baseUrl: BASE_URL,
  providers: [
    { slug: "openai", baseUrl: "https://api.openai.com/v1", env: "OPENAI_API_KEY" },
    { slug: "groq", baseUrl: "https://api.groq.com/openai/v1", env: "GROQ_API_KEY" },
    { slug: "anthropic", baseUrl: "https://api.anthropic.com/v1", env: "ANTHROPIC_API_KEY" },
    { slug: "together", baseUrl: "https://api.together.xyz/v1", env: "TOGETHER_API_KEY" },
    { slug: "azure", baseUrl: null, env: "AZURE_API_KEY" },
  ],
  weights: new Set(["gpt-4o", "gpt-4o-mini", "claude-sonnet-4-5", "meta-llama/llama-3.3-70b-instruct"].map((model) => weightsKey(model, null))),
};
