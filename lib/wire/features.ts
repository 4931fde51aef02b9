/** What a request asks of a model, as far as an endpoint may not be able to do it. */
export type Features = {
  tools: boolean;
  images: boolean;
  jsonSchema: boolean;
  /** Kinds of input besides text: `image`, `file`, `audio`, `video`. */
  inputs: string[];
  /** By OpenRouter's names (openrouter.ai/docs/api-reference/parameters). */
  parameters: string[];
};

/** Fields of a request that are parameters of the model, by the name under which endpoints say that they heed them. */
const PARAMETERS: ReadonlyMap<string, string> = new Map(Object.entries({
  temperature: "temperature",
  top_p: "top_p",
  top_k: "top_k",
  min_p: "min_p",
  top_a: "top_a",
  frequency_penalty: "frequency_penalty",
  presence_penalty: "presence_penalty",
  repetition_penalty: "repetition_penalty",
  seed: "seed",
  stop: "stop",
  max_tokens: "max_tokens",
  max_completion_tokens: "max_tokens",
  logit_bias: "logit_bias",
  logprobs: "logprobs",
  top_logprobs: "top_logprobs",
  tools: "tools",
  functions: "tools",
  tool_choice: "tool_choice",
  parallel_tool_calls: "parallel_tool_calls",
  response_format: "response_format",
  reasoning: "reasoning",
  reasoning_effort: "reasoning",
  include_reasoning: "include_reasoning",
  verbosity: "verbosity",
  web_search_options: "web_search_options",
  modalities: "modalities",
  n: "n",
}));

/** Values that ask for nothing: the field might as well be absent. */
const ASKS_NOTHING: Readonly<Record<string, readonly unknown[]>> = { n: [1], logprobs: [false], modalities: [] };

const INPUT_OF_PART: Readonly<Record<string, string>> = {
  image_url: "image",
  file: "file",
  input_audio: "audio",
  video_url: "video",
};

/** Reads a request that is already known to be an object with a list of messages. */
export function readFeatures(request: Readonly<Record<string, unknown>>, messages: readonly unknown[]): Features {
  const parameters = new Set<string>();
  for (const field of Object.keys(request)) {
    const name = PARAMETERS.get(field);
    if (name !== undefined && asksFor(request, field)) parameters.add(name);
  }
  const jsonSchema = typeOf(request.response_format) === "json_schema";
  if (jsonSchema) {
    parameters.delete("response_format");
    parameters.add("structured_outputs");
  }
  const inputs = readInputs(messages);
  return {
    tools: parameters.has("tools"),
    images: inputs.has("image"),
    jsonSchema,
    inputs: [...inputs],
    parameters: [...parameters],
  };
}

function asksFor(request: Readonly<Record<string, unknown>>, field: string): boolean {
  const value = Object.hasOwn(request, field) ? request[field] : undefined;
  if (value === undefined || value === null || ASKS_NOTHING[field]?.includes(value)) return false;
  if (field === "response_format") return typeOf(value) !== "text";
  if (field === "modalities") return JSON.stringify(value) !== '["text"]';
  return !Array.isArray(value) || value.length > 0;
}

function readInputs(messages: readonly unknown[]): Set<string> {
  const inputs = new Set<string>();
  for (const message of messages) {
    const content = typeof message === "object" && message !== null && "content" in message ? message.content : null;
    if (!Array.isArray(content)) continue;
    for (const part of content) {
      const type = typeOf(part);
      const input = type !== null && Object.hasOwn(INPUT_OF_PART, type) ? INPUT_OF_PART[type] : undefined;
      if (input !== undefined) inputs.add(input);
    }
  }
  return inputs;
}

function typeOf(value: unknown): string | null {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" ? value.type : null;
}
