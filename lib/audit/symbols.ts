/** What a package exports that leads to a model. */
export type Symbol = {
  /**
   * `client` is made and then called; `factory` makes a function of models; `models` is such a function; `call` is called with a model
   * at once.
   */
  role: "client" | "factory" | "models" | "call";
  /** null where the model's name says whose it is. */
  provider: string | null;
  /** The option that holds the base URL, from the outermost on; null where RouteLedger cannot take its place. */
  address: readonly string[] | null;
};

type Exports = Readonly<Record<string, Symbol>>;

const client = (provider: string | null, ...address: string[]): Symbol => ({ role: "client", provider, address: address.length === 0 ? null : address });
const factory = (provider: string | null, ...address: string[]): Symbol => ({ ...client(provider, ...address), role: "factory" });
const models = (provider: string): Symbol => ({ role: "models", provider, address: null });
const call: Symbol = { role: "call", provider: null, address: null };

/** An SDK of Vercel's family: a ready function of models, and a maker of such. */
function aiSdk(name: string, create: string, provider: string, isCompatible = false): Exports {
  return { [name]: models(provider), [create]: isCompatible ? factory(provider, "baseURL") : factory(provider) };
}

/** By package and export of JavaScript and TypeScript. */
export const SCRIPT_SYMBOLS: Readonly<Record<string, Exports>> = {
  openai: { default: client("openai", "baseURL"), OpenAI: client("openai", "baseURL"), AzureOpenAI: client("azure") },
  "@anthropic-ai/sdk": { default: client("anthropic"), Anthropic: client("anthropic") },
  "groq-sdk": { default: client("groq"), Groq: client("groq") },
  "together-ai": { default: client("together"), Together: client("together") },
  "@mistralai/mistralai": { default: client("mistral"), Mistral: client("mistral") },
  "@google/genai": { GoogleGenAI: client("google") },
  "@google/generative-ai": { GoogleGenerativeAI: client("google") },
  "cohere-ai": { CohereClient: client("cohere"), CohereClientV2: client("cohere") },
  "@openrouter/sdk": { OpenRouter: client("openrouter") },
  "@ai-sdk/openai": aiSdk("openai", "createOpenAI", "openai", true),
  "@ai-sdk/anthropic": aiSdk("anthropic", "createAnthropic", "anthropic"),
  "@ai-sdk/google": aiSdk("google", "createGoogleGenerativeAI", "google"),
  "@ai-sdk/groq": aiSdk("groq", "createGroq", "groq", true),
  "@ai-sdk/mistral": aiSdk("mistral", "createMistral", "mistral"),
  "@ai-sdk/xai": aiSdk("xai", "createXai", "xai"),
  "@ai-sdk/deepseek": aiSdk("deepseek", "createDeepSeek", "deepseek", true),
  "@ai-sdk/togetherai": aiSdk("togetherai", "createTogetherAI", "together", true),
  "@ai-sdk/fireworks": aiSdk("fireworks", "createFireworks", "fireworks", true),
  "@ai-sdk/cohere": aiSdk("cohere", "createCohere", "cohere"),
  "@ai-sdk/openai-compatible": { createOpenAICompatible: factory(null, "baseURL") },
  "@openrouter/ai-sdk-provider": aiSdk("openrouter", "createOpenRouter", "openrouter"),
  "@langchain/openai": {
    ChatOpenAI: client("openai", "configuration", "baseURL"), OpenAI: client("openai", "configuration", "baseURL"), AzureChatOpenAI: client("azure"),
  },
  "@langchain/anthropic": { ChatAnthropic: client("anthropic") },
  "@langchain/groq": { ChatGroq: client("groq") },
  "@langchain/mistralai": { ChatMistralAI: client("mistral") },
  "@langchain/google-genai": { ChatGoogleGenerativeAI: client("google") },
};

const both = (name: string, of: Symbol): Exports => ({ [name]: of, [`Async${name}`]: of });

/** By module and name of Python. */
export const PYTHON_SYMBOLS: Readonly<Record<string, Exports>> = {
  openai: {
    ...both("OpenAI", client("openai", "base_url")), ...both("AzureOpenAI", client("azure")),
    chat: { ...call, provider: "openai" }, completions: { ...call, provider: "openai" }, responses: { ...call, provider: "openai" },
    ChatCompletion: { ...call, provider: "openai" },
  },
  "langfuse.openai": both("OpenAI", client("openai", "base_url")),
  anthropic: { ...both("Anthropic", client("anthropic")), ...both("AnthropicBedrock", client("amazon-bedrock")), ...both("AnthropicVertex", client("google-vertex")) },
  groq: both("Groq", client("groq")),
  together: both("Together", client("together")),
  mistralai: { Mistral: client("mistral") },
  cohere: { Client: client("cohere"), ClientV2: client("cohere"), ...both("Client", client("cohere")), ...both("ClientV2", client("cohere")) },
  "google.genai": { Client: client("google") },
  "google.generativeai": { GenerativeModel: models("google") },
  litellm: { completion: call, acompletion: call, responses: call, aresponses: call, text_completion: call },
  langchain_openai: { ChatOpenAI: client("openai", "base_url"), OpenAI: client("openai", "base_url"), AzureChatOpenAI: client("azure") },
  "langchain.chat_models": { ChatOpenAI: client("openai", "base_url"), init_chat_model: models("openai") },
  "langchain_community.chat_models": { ChatOpenAI: client("openai", "base_url") },
  langchain_anthropic: { ChatAnthropic: client("anthropic") },
  langchain_groq: { ChatGroq: client("groq") },
  langchain_mistralai: { ChatMistralAI: client("mistral") },
  langchain_google_genai: { ChatGoogleGenerativeAI: client("google") },
  "llama_index.llms.openai": { OpenAI: client("openai", "api_base") },
  "llama_index.llms.anthropic": { Anthropic: client("anthropic") },
};

/** Options that hold a model's name, and a base URL, in one SDK or another. */
export const MODEL_OPTIONS: ReadonlySet<string> = new Set(["model", "modelName", "model_name", "modelId", "model_id", "engine"]);
export const ADDRESS_OPTIONS: ReadonlySet<string> = new Set(["baseURL", "baseUrl", "base_url", "apiBase", "api_base", "openai_api_base", "serverURL"]);

/** How calls on clients of OpenAI's and Anthropic's kind end. */
export const SDK_CALL = /\.(chat\.completions|completions|responses|messages|embeddings)\.(create|stream|parse|create_async)$/;

/** Calls on an OpenAI client that RouteLedger has no answer to: it serves chat completions. */
export const OTHER_CALL = /\.(responses|embeddings|images|audio|files|batches|moderations|fine_?tuning|vector_?stores|realtime|assistants|threads|uploads|videos|conversations|containers|evals)\.|(?<!\.chat)\.completions\./i;

/** `groq/llama-3.3-70b` of a library that speaks to many: who, and the rest. @param slugs of known providers */
export function splitModel(model: string, slugs: ReadonlySet<string>): { provider: string | null; model: string } {
  const [first = "", ...rest] = model.split(/[/:]/);
  const provider = { together_ai: "together", fireworks_ai: "fireworks", gemini: "google" }[first] ?? first;
  return rest.length > 0 && slugs.has(provider) ? { provider, model: model.slice(first.length + 1) } : { provider: null, model };
}
