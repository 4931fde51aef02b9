import { parseObject } from "@/lib/wire/json-members";
import type { Chunk, Reason } from "../dialect";
import { readErrorObject } from "./failure";
import { readUsage } from "./usage";

const encoder = new TextEncoder();

/** Parts of a delta that are neither text nor a decision of the model. */
const SILENT = new Set(["role"]);

/** Reads one event of a chat completion stream. null is `[DONE]`. */
export function readChunk(data: string): Chunk[] | Reason | null {
  if (data.trim() === "[DONE]") return null;
  let json: object;
  try {
    json = parseObject(encoder.encode(data)).object;
  } catch {
    return { cause: "malformed", detail: "an event of the stream is not a JSON object" };
  }
  const choices = "choices" in json && Array.isArray(json.choices) ? json.choices : [];
  const contentBytes = choices.reduce<number>((sum, choice) => sum + deltaBytes(choice), 0);
  const chunk: Chunk = {
    data,
    content: contentBytes > 0,
    contentBytes,
    finished: choices.some(hasFinished),
    usage: "usage" in json ? readUsage(json.usage) : null,
    usageOnly: choices.length === 0 && "usage" in json && json.usage !== null,
    failure: "error" in json && json.error != null ? readErrorObject(json.error) : null,
  };
  return [chunk];
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

function hasFinished(choice: unknown): boolean {
  return typeof choice === "object" && choice !== null && "finish_reason" in choice && choice.finish_reason != null;
}
