import type { CallFacts } from "../call-facts";

/** A short plain call at noon UTC. */
export const PLAIN_CALL: CallFacts = {
  startedAtMs: Date.UTC(2026, 10, 22, 12),
  promptTokens: 1_000,
  maxOutputTokens: null,
  stream: false,
  tools: false,
  images: false,
  jsonSchema: false,
  inputs: [],
  parameters: [],
  metadata: {},
};
