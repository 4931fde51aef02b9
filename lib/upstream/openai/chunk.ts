import { parseObjectText, type JsonText } from "@/lib/wire/json-members";
import type { Chunk, ChunkReader } from "../dialect";
import { ENDED_WITH_ERROR, endedFor, findError, listChoices, memberOf, trackChoices } from "./choices";
import { saidBytes } from "./said-bytes";
import { readUsage } from "./usage";

/** With blanks around it. */
const MAX_DONE_CHARS = 32;

/** A reader of one chat completion stream. `[DONE]` is its end mark. */
export function openReader(): ChunkReader {
  let hasSpoken = false;
  const haveFinished = trackChoices();
  return (data) => {
    if (data.length < MAX_DONE_CHARS && data.trim() === "[DONE]") return null;
    let parsed: ReturnType<typeof parseObjectText>;
    try {
      parsed = parseObjectText(data);
    } catch {
      return { cause: "malformed", detail: "an event of the stream is not a JSON object" };
    }
    const chunk = readChunk(parsed.json, parsed.object, hasSpoken, haveFinished);
    if (chunk?.content) hasSpoken = true;
    return chunk ? [chunk] : [];
  };
}

/** null for what says nothing, such as a ping: clients read `choices` of every chunk. */
function readChunk(json: JsonText, object: object, hasSpoken: boolean, haveFinished: (choices: unknown[]) => boolean): Chunk | null {
  const listed = listChoices(object);
  const choices = listed ?? [];
  const contentBytes = choices.reduce<number>((sum, choice) => sum + saidBytes(memberOf(choice, "delta")), 0);
  const isEmpty = !hasSpoken && contentBytes === 0;
  const failure = findError(object, choices) ?? (isEmpty && endedFor(choices, "error") ? ENDED_WITH_ERROR : null);
  const hasUsage = "usage" in object && object.usage !== null;
  if (!listed && !hasUsage && !failure) return null;
  return {
    json,
    content: contentBytes > 0,
    contentBytes,
    finished: haveFinished(choices),
    filtered: isEmpty && endedFor(choices, "content_filter"),
    usage: "usage" in object ? readUsage(object.usage) : null,
    usageOnly: choices.length === 0 && hasUsage,
    failure,
  };
}
