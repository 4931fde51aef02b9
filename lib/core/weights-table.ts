/** What weights.ts knows of models and makers by name. Kept by hand, from the makers' and hosts' own pages. */

/**
 * Who publishes weights, or hosts them under the maker's own name: what stands before the name says nothing more. Any
 * other publisher stays in the key, since their model of that name may be a fine-tune.
 */
export const PUBLISHERS: ReadonlySet<string> = new Set([
  "ai21", "ai21labs", "ai21-labs", "aion-labs", "alibaba", "allenai", "amazon", "anthropic", "arcee-ai", "baai", "baidu", "bytedance", "bytedance-seed", "cohere",
  "coherelabs", "cohereforai", "deepcogito", "deepseek", "deepseek-ai", "facebook", "google", "gryphe", "ibm", "ibm-granite", "inception", "inclusionai",
  "intel", "kwaipilot", "liquid", "liquidai", "meituan", "meituan-longcat", "meta", "meta-llama", "microsoft", "minimax", "minimaxai", "mistral", "mistral-ai",
  "mistralai", "moonshot", "moonshot-ai", "moonshotai", "nousresearch", "nvidia", "openai", "perplexity", "poolside", "qwen", "relace", "rekaai", "sakana", "sao10k",
  "sentientfoundation", "stepfun", "stepfun-ai", "tencent", "thedrummer", "thinkingmachines", "thudm", "undi95", "unsloth", "upstage", "writer", "x-ai", "xai",
  "xiaomi", "xiaomimimo", "z-ai", "zai", "zai-org", "zhipu", "zhipuai",
]);

/** Parts of a path that lead to a model and are no part of its name. */
export const SHELVES: ReadonlySet<string> = new Set(["@cf", "accounts", "fireworks", "models", "publishers", "workers-ai"]);

/** Amazon Bedrock's inference profiles: where a call may run. */
export const REGIONS: ReadonlySet<string> = new Set(["apac", "au", "ca", "eu", "global", "in", "jp", "us", "us-gov"]);

/** Names of Amazon Bedrock that leave out what its publisher is called. Its `v3` is V3.1. */
export const BEDROCK_NAMES: ReadonlyMap<string, string> = new Map([
  ["deepseek.r1", "deepseek-r1"],
  ["deepseek.v3", "deepseek-v3.1"],
  ["deepseek.v3.2", "deepseek-v3.2"],
]);

/** Publishers that some hosts put before the name with a hyphen. */
export const JOINED_PUBLISHERS = ["aion-labs", "deepseek-ai", "google", "meta", "mistralai", "moonshotai", "nvidia", "openai", "z-ai", "zai-org", "zai"] as const;

/** How weights are kept, as names and OpenRouter say it, and the one word for it. `null` is what they were trained with. */
export const PRECISIONS: ReadonlyMap<string, string | null> = new Map([
  ["unknown", null], ["bf16", null], ["fp16", null], ["fp32", null], ["bfloat16", null], ["float16", null],
  ["fp8", "fp8"], ["float8", "fp8"], ["8bit", "int8"], ["int8", "int8"], ["w8a8", "int8"], ["fp6", "fp6"],
  ["4bit", "int4"], ["int4", "int4"], ["w4a16", "int4"], ["awq", "int4"], ["gptq", "int4"],
  ["fp4", "fp4"], ["nvfp4", "fp4"], ["mxfp4", "fp4"],
]);

/** Words with which a host names how it serves the same weights: an enclave, a managed service, a lane of its own. */
export const SERVED_AS: ReadonlySet<string> = new Set(["highspeed", "maas", "tee", "tput"]);

/** What a host's word after `instruct` says of the precision: Together's and DeepInfra's. */
export const HOUSE_PRECISIONS: ReadonlyMap<string, string> = new Map([["turbo", "fp8"], ["lite", "int4"]]);

/** Groq's words for the instruct model, and Google's. */
export const MEANS_INSTRUCT: ReadonlySet<string> = new Set(["instant", "versatile", "it"]);

/** Weights that were published in fewer bits to begin with: in that precision (or unpacked) they are the original. */
export const PUBLISHED_IN: readonly { readonly begins: string; readonly precision: string }[] = [
  { begins: "deepseek-v3", precision: "fp8" },
  { begins: "deepseek-r1-distill", precision: "bf16" },
  { begins: "deepseek-r1", precision: "fp8" },
  { begins: "gpt-oss", precision: "fp4" },
  { begins: "kimi-k2-instruct", precision: "fp8" },
  { begins: "kimi-k2-thinking", precision: "int4" },
  { begins: "kimi-k2.", precision: "int4" },
  { begins: "minimax-m2", precision: "fp8" },
];

/** Models whose day of release adds nothing: each name was released once. */
export const RELEASED_ONCE = /^(claude-(?!3\.5-sonnet)|o[134](-|$)|gpt-[45](\.\d)?(-(mini|nano|pro))?-\d{4}-\d{2}-\d{2}|gpt-4o-mini-\d)/;

/** Other names of a model, each already brought to the one spelling of names that weights.ts makes. */
export const SAME_MODEL: ReadonlyMap<string, string> = new Map([
  ["gpt-52", "gpt-5.2"],
  ["gpt-53-codex", "gpt-5.3-codex"],
  ["gpt-54", "gpt-5.4"],
  ["gpt-54-mini", "gpt-5.4-mini"],
  ["gpt-54-pro", "gpt-5.4-pro"],
  ["gpt-55", "gpt-5.5"],
  ["gpt-55-pro", "gpt-5.5-pro"],
  ["minimax-m25", "minimax-m2.5"],
  ["minimax-m27", "minimax-m2.7"],
  ["llama-3.3-70b", "llama-3.3-70b-instruct"],
  ["llama-4-maverick", "llama-4-maverick-17b-128e-instruct"],
  ["llama-4-maverick-17b-instruct", "llama-4-maverick-17b-128e-instruct"],
  ["llama-4-scout", "llama-4-scout-17b-16e-instruct"],
  ["llama-4-scout-17b-instruct", "llama-4-scout-17b-16e-instruct"],
  ["gemma-4-26b-a4b", "gemma-4-26b-a4b-instruct"],
  ["gemma-4-31b", "gemma-4-31b-instruct"],
  ["qwen-3-235b-a22b-2507", "qwen-3-235b-a22b-instruct-2507"],
  ["qwen-3-30b-a3b-2507", "qwen-3-30b-a3b-instruct-2507"],
  ["qwen-3-next-80b", "qwen-3-next-80b-a3b-instruct"],
  ["qwen-3-next-80b-a3b", "qwen-3-next-80b-a3b-instruct"],
  ["qwen-3-coder", "qwen-3-coder-480b-a35b-instruct"],
  ["qwen-3-coder-480b-a35b", "qwen-3-coder-480b-a35b-instruct"],
  ["qwen-3-coder-30b-a3b", "qwen-3-coder-30b-a3b-instruct"],
  ["qwen-3-vl-235b-a22b", "qwen-3-vl-235b-a22b-instruct"],
  ["qwen-3-vl-30b-a3b", "qwen-3-vl-30b-a3b-instruct"],
  ["deepseek-chat-v3-0324", "deepseek-v3-0324"],
  ["deepseek-chat-v3.1", "deepseek-v3.1"],
  ["kimi-k2", "kimi-k2-instruct"],
  ["kimi-k2-0905", "kimi-k2-instruct-0905"],
  ["mistral-nemo", "mistral-nemo-instruct-2407"],
  ["mistral-nemo-12b-instruct", "mistral-nemo-instruct-2407"],
  ["open-mistral-nemo", "mistral-nemo-instruct-2407"],
  ["open-mixtral-8x7b", "mixtral-8x7b-instruct"],
  ["open-mixtral-8x22b", "mixtral-8x22b-instruct"],
  ["mixtral-8x7b-instruct-v0.1", "mixtral-8x7b-instruct"],
  ["mixtral-8x22b-instruct-v0.1", "mixtral-8x22b-instruct"],
  ["mistral-small-3.1-24b-instruct", "mistral-small-3.1-24b-instruct-2503"],
  ["mistral-small-2503", "mistral-small-3.1-24b-instruct-2503"],
  ["mistral-small-3.2-24b-instruct", "mistral-small-3.2-24b-instruct-2506"],
  ["mistral-small-2506", "mistral-small-3.2-24b-instruct-2506"],
  ["mistral-small-24b-instruct-2501", "mistral-small-3-24b-instruct-2501"],
  ["mistral-large-3-675b-instruct", "mistral-large-2512"],
  ["mistral-large-3-675b-instruct-2512", "mistral-large-2512"],
  ["ministral-3-3b-instruct", "ministral-3b-2512"],
  ["ministral-3-8b-instruct", "ministral-8b-2512"],
  ["ministral-3-14b-instruct", "ministral-14b-2512"],
  ["ministral-14b-instruct-2512", "ministral-14b-2512"],
  ["mistral-large-instruct-2411", "mistral-large-2411"],
  ["devstral-2-123b", "devstral-2512"],
  ["nova-2-lite-v1", "nova-2-lite"],
  ["nova-lite-v1", "nova-lite"],
  ["nova-micro-v1", "nova-micro"],
  ["nova-premier-v1", "nova-premier"],
  ["nova-pro-v1", "nova-pro"],
  ["nemotron-nano-3-30b", "nemotron-3-nano-30b-a3b"],
  ["nemotron-super-3-120b", "nemotron-3-super-120b-a12b"],
  ["nemotron-120b-a12b", "nemotron-3-super-120b-a12b"],
]);
