import type { PracticeScript } from "./script";

const hosted = { promptTokens: "count", answerTokens: 120 } as const;

/**
 * Hosts that serve the models of the demonstration at their list prices (USD per million tokens, September 2026, from
 * models.dev and the hosts' own pages). Delays, rates and faults are plausible, not measured.
 */
export const demoScript: PracticeScript = {
  seed: 7,
  models: {
    "*": { answerTokens: 60, firstTokenMs: 40, tokensPerSecond: 400 },
    "deepinfra/meta-llama/Llama-3.3-70B-Instruct-Turbo": {
      ...hosted,
      firstTokenMs: 350,
      tokensPerSecond: 60,
      price: { input: "0.10", output: "0.32" },
      probability: { rate_limited: 0.05, overloaded: 0.015, cut_rst: 0.005 },
    },
    "groq/llama-3.3-70b-versatile": {
      ...hosted,
      firstTokenMs: 120,
      tokensPerSecond: 280,
      price: { input: "0.59", output: "0.79" },
      probability: { rate_limited: 0.03 },
    },
    "together/meta-llama/Llama-3.3-70B-Instruct-Turbo": {
      ...hosted,
      firstTokenMs: 250,
      tokensPerSecond: 100,
      price: { input: "1.04", output: "1.04" },
      probability: { server_error: 0.005 },
    },
    "anthropic/claude-sonnet-4-5": {
      ...hosted,
      firstTokenMs: 700,
      tokensPerSecond: 70,
      price: { input: "3", cachedInput: "0.30", output: "15" },
      probability: { "529": 0.04, rate_limited: 0.02 },
    },
    "openai/gpt-4o": {
      ...hosted,
      firstTokenMs: 400,
      tokensPerSecond: 90,
      price: { input: "2.50", cachedInput: "1.25", output: "10" },
      probability: { rate_limited: 0.02, server_error: 0.005 },
    },
    "anthropic/claude-haiku-4-5": {
      ...hosted,
      firstTokenMs: 350,
      tokensPerSecond: 130,
      price: { input: "1", cachedInput: "0.10", output: "5" },
      probability: { "529": 0.02 },
    },
  },
};
