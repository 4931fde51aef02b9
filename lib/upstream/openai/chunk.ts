import { parseObject } from "@/lib/wire/json-members";
import type { Chunk, ChunkReader } from "../dialect";
import { ENDED_WITH_ERROR, endedFor, findError, listChoices, memberOf, trackChoices } from "./choices";
import { saidBytes } from "./said-bytes";
import { readUsage } from "./usage";

const encoder = new TextEncoder();

/** A reader of one chat completion stream. `[DONE]` is its end mark. */
export function openReader(): ChunkReader {
  let hasSpoken = false;
  const haveFinished = trackChoices();
  return (data) => {
    if (data.trim() === "[DONE]") return null;
    let json: object;
    try {
      json = parseObject(encoder.encode(data)).object;
    } catch {
      return { cause: "malformed", detail: "an event of the stream is not a JSON object" };
    }
    const chunk = readChunk(data, json, hasSpoken, haveFinished);
    if (chunk?.content) hasSpoken = true;
    return chunk ? [chunk] : [];
  };
}

/** null for what says nothing, such as a ping: clients read `choices` of every chunk. */
function readChunk(data: string, json: object, hasSpoken: boolean, haveFinished: (choices: unknown[]) => boolean): Chunk | null {
  const listed = listChoices(json);
  const choices = listed ?? [];
  const contentBytes = choices.reduce<number>((sum, choice) => sum + saidBytes(memberOf(choice, "delta")), 0);
  const isEmpty = !hasSpoken && contentBytes === 0;
  const failure = findError(json, choices) ?? (isEmpty && endedFor(choices, "error") ? ENDED_WITH_ERROR : null);
  const hasUsage = "usage" in json && json.usage !== null;
  if (!listed && !hasUsage && !failure) return null;
  return {
    data,
    content: contentBytes > 0,
    contentBytes,
    finished: haveFinished(choices),
    filtered: isEmpty && endedFor(choices, "content_filter"),
    usage: "usage" in json ? readUsage(json.usage) : null,
    usageOnly: choices.length === 0 && hasUsage,
    failure,
  };
}
