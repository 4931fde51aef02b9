/** What the rules need to know of one call. Numbers and flags only: never what it says. */
export type CallFacts = {
  /** When the call began, in milliseconds since the epoch. */
  startedAtMs: number;
  /** Counted where a rule asks for it, else a quarter of the prompt's bytes. */
  promptTokens: number;
  /** The most that the client lets the model write; null when it did not say. */
  maxOutputTokens: number | null;
  stream: boolean;
  tools: boolean;
  images: boolean;
  jsonSchema: boolean;
  /** All kinds of input besides text: `image`, `file`, `audio`. */
  inputs: readonly string[];
  /** The parameters that the request uses, by OpenRouter's names. */
  parameters: readonly string[];
  /** The request's tags. */
  metadata: Readonly<Record<string, string>>;
};
