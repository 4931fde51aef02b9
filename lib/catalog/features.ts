import { z } from "zod";
import type { Endpoint } from "@/lib/core/profile";
import type { Dialect } from "@/prisma/generated/enums";

type Features = Pick<Endpoint, "parameters" | "inputs">;

/**
 * What an endpoint takes of which nobody said so. Endpoints of the dialect `openai` differ too much to guess; all of
 * Anthropic's models take what its Messages API documents, as far as our adapter translates it.
 */
const OF_DIALECT: Readonly<Record<Dialect, Features>> = {
  openai: { parameters: null, inputs: null },
  anthropic: {
    parameters: [
      "max_tokens", "temperature", "top_p", "top_k", "stop", "tools", "tool_choice", "parallel_tool_calls", "response_format",
      "structured_outputs", "reasoning", "include_reasoning",
    ],
    inputs: ["text", "image", "file"],
  },
};

/** What an endpoint of this dialect takes, by its row or else by its dialect. */
export function featuresOf(dialect: Dialect, row: { parameters: unknown; inputs: unknown }): Features {
  const { parameters, inputs } = OF_DIALECT[dialect];
  return { parameters: readList(row.parameters) ?? parameters, inputs: readList(row.inputs) ?? inputs };
}

/** A stored list of names; null, which is "not known", for all else. */
export function readList(stored: unknown): string[] | null {
  return z.array(z.string()).nullable().catch(null).parse(stored);
}
