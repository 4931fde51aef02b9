import type { PracticeScript } from "./script";

const hosted = { promptTokens: "count", answerTokens: 120 } as const;

/**
 * Hosts that serve the models of the demonstration at their list prices (USD per million tokens, September 2026, from
 * models.dev and the hosts' own pages). Delays, rates and faults are plausible, not measured.
 */
export const demoScript: PracticeScript = {
  seed: 7,
  // Longer than a retry would wait for, so that the call goes on to the next tier at once.
  faults: { busy: { kind: "status", status: 429, retryAfter: 20 } },
  models: {
    "*": { answerTokens: 60, firstTokenMs: 40, tokensPerSecond: 400 },
    "deepinfra/meta-llama/Llama-3.3-70B-Instruct-Turbo": {
      ...hosted,
      firstTokenMs: 350,
      tokensPerSecond: 60,
      price: { input: "0.10", output: "0.32" },
      // Whoever tries the demonstration meets a fallback with the third call.
      sequence: ["2 x ok", "1 x busy", "9 x ok", "2 x overloaded", "6 x ok", "1 x busy"],
      probability: { rate_limited: 0.02, cut_rst: 0.005 },
    },
    "deepinfra/openai/gpt-oss-120b": {
      ...hosted,
      reasoningTokens: 40,
      firstTokenMs: 400,
      tokensPerSecond: 90,
      price: { input: "0.037", output: "0.17" },
      probability: { rate_limited: 0.08 },
    },
    "groq/openai/gpt-oss-120b": {
      ...hosted,
      reasoningTokens: 40,
      firstTokenMs: 140,
      tokensPerSecond: 450,
      price: { input: "0.15", cachedInput: "0.075", output: "0.60" },
      probability: { rate_limited: 0.03 },
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
    "lepton/llama3-3-70b": {
      ...hosted,
      firstTokenMs: 300,
      tokensPerSecond: 80,
      probability: { server_error: 0.01 },
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
