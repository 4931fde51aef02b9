import { parseObject } from "@/lib/wire/json-members";
import type { Chunk, ChunkReader } from "../dialect";
import { ENDED_WITH_ERROR, endedFor, findError, hasFinished, listChoices } from "./choices";
import { readUsage } from "./usage";

const encoder = new TextEncoder();

/** Parts of a delta that are neither text nor a decision of the model. */
const SILENT = new Set(["role"]);

/** A reader of one chat completion stream. `[DONE]` is its end mark. */
export function openReader(): ChunkReader {
  let hasSpoken = false;
  return (data) => {
    if (data.trim() === "[DONE]") return null;
    let json: object;
    try {
      json = parseObject(encoder.encode(data)).object;
    } catch {
      return { cause: "malformed", detail: "an event of the stream is not a JSON object" };
    }
    const chunk = readChunk(data, json, hasSpoken);
    if (chunk?.content) hasSpoken = true;
    return chunk ? [chunk] : [];
  };
}

/** null for what says nothing, such as a ping: clients read `choices` of every chunk. */
function readChunk(data: string, json: object, hasSpoken: boolean): Chunk | null {
  const listed = listChoices(json);
  const choices = listed ?? [];
  const contentBytes = choices.reduce<number>((sum, choice) => sum + deltaBytes(choice), 0);
  const isEmpty = !hasSpoken && contentBytes === 0;
  const failure = findError(json, choices) ?? (isEmpty && endedFor(choices, "error") ? ENDED_WITH_ERROR : null);
  const hasUsage = "usage" in json && json.usage !== null;
  if (!listed && !hasUsage && !failure) return null;
  return {
    data,
    content: contentBytes > 0,
    contentBytes,
    finished: choices.some(hasFinished),
    filtered: isEmpty && endedFor(choices, "content_filter"),
    usage: "usage" in json ? readUsage(json.usage) : null,
    usageOnly: choices.length === 0 && hasUsage,
    failure,
  };
}

function deltaBytes(choice: unknown): number {
  if (typeof choice !== "object" || choice === null || !("delta" in choice)) return 0;
  const { delta } = choice;
  if (typeof delta !== "object" || delta === null) return 0;
  return Object.entries(delta).reduce((sum, [key, value]) => (SILENT.has(key) ? sum : sum + textBytes(value)), 0);
}

/** Bytes of all texts inside a value: content is a string, tool calls are objects, reasoning is either. */
export function textBytes(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + textBytes(each), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((sum, each) => sum + textBytes(each), 0);
}
