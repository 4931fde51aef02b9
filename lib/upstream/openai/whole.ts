import { parseObject, type Member } from "@/lib/wire/json-members";
import type { WholeAnswer } from "../dialect";
import { ENDED_WITH_ERROR, endedFor, findError, listChoices } from "./choices";
import { saidBytes } from "./said-bytes";
import { readUsage } from "./usage";

/** Reads a chat completion that came in one piece; anything else with a 200 is a failure like any other. */
export function readWhole(body: Uint8Array): WholeAnswer {
  let json: object;
  let members: Member[];
  try {
    ({ object: json, members } = parseObject(body));
  } catch {
    return { cause: "malformed", detail: "the answer is not a JSON object" };
  }
  const choices = listChoices(json) ?? [];
  const error = findError(json, choices);
  if (error) return error;
  const messages = choices.map((choice) => (typeof choice === "object" && choice !== null && "message" in choice ? choice.message : null));
  if (messages.length === 0 || messages.includes(null)) return { cause: "malformed", detail: "the answer has no choices" };
  const contentBytes = messages.reduce<number>((sum, message) => sum + saidBytes(message), 0);
  if (contentBytes === 0 && endedFor(choices, "error")) return ENDED_WITH_ERROR;
  const filtered = contentBytes === 0 && endedFor(choices, "content_filter");
  return { body, members, usage: "usage" in json ? readUsage(json.usage) : null, contentBytes, filtered };
}
