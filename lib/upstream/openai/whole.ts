import { parseObject } from "@/lib/wire/json-members";
import type { WholeAnswer } from "../dialect";
import { textBytes } from "./chunk";
import { readErrorObject } from "./failure";
import { readUsage } from "./usage";

/** Reads a chat completion that came in one piece; anything else with a 200 is a failure like any other. */
export function readWhole(body: Uint8Array): WholeAnswer {
  let json: object;
  try {
    json = parseObject(body).object;
  } catch {
    return { cause: "malformed", detail: "the answer is not a JSON object" };
  }
  if ("error" in json && json.error != null) return readErrorObject(json.error);
  const choices: unknown[] = "choices" in json && Array.isArray(json.choices) ? json.choices : [];
  const messages = choices.map((choice) => (typeof choice === "object" && choice !== null && "message" in choice ? choice.message : null));
  if (messages.length === 0 || messages.includes(null)) return { cause: "malformed", detail: "the answer has no choices" };
  return { body, usage: "usage" in json ? readUsage(json.usage) : null, contentBytes: textBytes(messages) };
}
