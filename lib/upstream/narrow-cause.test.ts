import { describe, expect, it } from "vitest";
import { anthropic } from "./anthropic/adapter";
import { openai } from "./openai/adapter";

/** The same words in either dialect's form of an error. */
const DIALECTS = [
  ["openai", openai, (message: string, more: object) => ({ error: { message, ...more } })],
  ["anthropic", anthropic, (message: string, more: object) => ({ type: "error", error: { type: "invalid_request_error", message, ...more } })],
] as const;

describe.each(DIALECTS)("a refusal's words in the %s dialect", (_name, adapter, errorOf) => {
  const read = (status: number, message: string, more: object = {}) => adapter.readFailure(status, JSON.stringify(errorOf(message, more)));

  it.each([
    "Unrecognized request argument supplied: api_key",
    "Tool 'rotate_api_key' not found in provided tools",
    "Invalid value: 'Unauthorized'. Supported values are: 'auto'.",
    "'Incorrect API key provided' is not one of ['none', 'auto']",
    "messages.0.content: the credentials block is of an unknown type",
    "Invalid api_key: expected a string",
    "Failed to fetch https://a.example/invalid-api-key.png",
  ])("that repeat the client's own, such as %s, blame the request", (message) => {
    expect(read(400, message)).toEqual({ cause: "bad_request", detail: expect.stringContaining("HTTP 400") as string });
    expect(read(422, message).cause).toBe("bad_request");
  });

  it.each([
    "Incorrect API key provided: fw_3Zabc. You can find your API key at https://a.example.",
    "invalid api key",
    "Invalid API Key.",
    "invalid x-api-key header",
    "API key not valid. Please pass a valid API key.",
    "API Key not found. Please pass a valid API key.",
    "API key expired. Please renew the API key.",
    "Your API key is invalid or has expired.",
    "No API key provided.",
    "Missing API key",
    "Error: Invalid authentication credentials",
    "Authentication failed",
    "Unauthorized",
  ])("of a key that is refused with a 400, such as %s, blame our credential and stay with us", (message) => {
    expect(read(400, message)).toEqual({ cause: "auth", detail: "HTTP 400" });
  });

  it.each([
    // OpenAI, vLLM, OpenRouter, DeepSeek, LiteLLM
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 8545 tokens.",
    "This endpoint's maximum context length is 131072 tokens. However, you requested about 200000 tokens (199000 of text input, 1000 in the output).",
    "Your input exceeds the context window of this model. Please adjust your input and try again.",
    "'max_tokens' or 'max_completion_tokens' is too large: 4096. This model's maximum context length is 2048 tokens and your request has 10 input tokens.",
    "The decoder prompt (length 5000) is longer than the maximum model length of 4096.",
    // Anthropic, Bedrock
    "prompt is too long: 209852 tokens > 200000 maximum",
    "input length and `max_tokens` exceed context limit: 190000 + 64000 > 200000, decrease input length or `max_tokens` and try again",
    "Input is too long for requested model.",
    // Gemini
    "The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).",
    "The input token count exceeds the maximum number of tokens allowed 1048576.",
    // TGI, Together, SGLang
    "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens and 20 `max_new_tokens`",
    "Input validation error: `inputs` must have less than 1024 tokens. Given: 2000",
    "The input (516368 tokens) is longer than the model's context length (262144 tokens).",
    // Mistral, Groq, Cohere, xAI, Fireworks
    "Prompt contains 300000 tokens, too large for model with 131072 maximum context length",
    "Please reduce the length of the messages or completion.",
    "too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 4085. Try using a shorter prompt",
    "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
    "The prompt is too long: 200000, model maximum context length: 131071",
    // Copilot, llama.cpp, LM Studio, MiniMax, Kimi, DashScope, z.ai, Ollama, Poolside
    "prompt token count of 145000 exceeds the limit of 128000",
    "the request exceeds the available context size, try increasing it",
    "The number of tokens to keep from the initial prompt is greater than the context length",
    "invalid params, context window exceeds limit",
    "Your request exceeded model token limit: 262144 (requested: 300000)",
    "Range of input length should be [1, 129024]",
    "model_context_window_exceeded",
    "prompt too long; exceeded max context length by 4096 tokens",
    "Input length 131393 exceeds the maximum allowed input length of 131040 tokens.",
  ])("of a prompt that is too long are understood: %s", (message) => {
    expect(read(400, message).cause).toBe("context_length");
    expect(read(422, message).cause).toBe("context_length");
    expect(read(500, message).cause).toBe("context_length");
    expect(read(429, message).cause).toBe("rate_limited");
  });

  it.each([
    "Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000.",
    "Request too large for gpt-4o on tokens per min (TPM): Limit 200000, Requested 353175. The input or output tokens must be reduced.",
    "This request would exceed your organization's rate limit of 40,000 input tokens per minute. Please reduce the length of the messages.",
    "Too many tokens, please wait before trying again.",
    "max_tokens is too large: 100000. This model supports at most 16384 completion tokens.",
    "max_tokens: 200000 > 64000, which is the maximum allowed number of output tokens",
    "Unrecognized request argument supplied: context_window",
    "image exceeds 5 MB maximum",
    "Invalid 'tools': array too long. Expected an array with maximum length 128",
  ])("of another limit are not taken for them: %s", (message) => {
    expect(read(400, message).cause).toBe("bad_request");
    expect(read(429, message).cause).toBe("rate_limited");
  });

  it.each([
    [403, "anthropic/claude-3 requires moderation on Anthropic. Your input was flagged for \"violence\". No credits were charged.", "content_filter"],
    [403, "Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE", "content_filter"],
    [403, "The caller does not have permission", "auth"],
    [400, "Output blocked by content filtering policy", "content_filter"],
    [400, "Invalid prompt: your prompt was flagged as potentially violating our usage policy.", "content_filter"],
    [400, "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.", "content_filter"],
    [400, "Content Exists Risk", "content_filter"],
    [402, "This request requires more credits, or fewer max_tokens. You requested up to 65536 tokens, but can only afford 3395.", "rate_limited"],
    [402, "Insufficient credits. Add more and retry.", "credit"],
    [404, "No endpoints found that support tool use. To learn more about provider routing, visit: https://a.example", "bad_request"],
    [404, "No endpoints found that support the provided 'tool_choice' value.", "bad_request"],
    [404, "No endpoints found for a/model.", "not_found"],
    [404, "No endpoints found matching your data policy.", "not_found"],
  ])("at a %i narrow what it says: %s", (status, message, cause) => {
    expect(read(status, message).cause).toBe(cause);
  });

  it("about what our account can afford stay with us", () => {
    expect(read(402, "This request requires more credits, or fewer max_tokens. You can only afford 3395.").detail).toBe("HTTP 402");
  });
});
