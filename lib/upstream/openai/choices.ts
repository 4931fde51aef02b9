import type { Reason } from "../dialect";
import { readErrorObject } from "./failure";

/** The choices of an answer or a chunk; null where there is no list of them. */
export function listChoices(json: object): unknown[] | null {
  return "choices" in json && Array.isArray(json.choices) ? json.choices : null;
}

/** An error beside the choices or, as OpenRouter writes it, inside one of them; null when there is none. */
export function findError(json: object, choices: readonly unknown[]): Reason | null {
  const error = [json, ...choices].map((each) => memberOf(each, "error")).find((each) => each != null);
  return error == null ? null : readErrorObject(error);
}

/** Follows a stream's choices: whether all that were seen have said why they ended, which none takes back. */
export function trackChoices(): (choices: readonly unknown[]) => boolean {
  const open = new Set<unknown>();
  const ended = new Set<unknown>();
  return (choices) => {
    for (const choice of choices) {
      const index = memberOf(choice, "index") ?? 0;
      if (memberOf(choice, "finish_reason")) ended.add(index);
      if (ended.has(index)) open.delete(index);
      else open.add(index);
    }
    return open.size === 0 && ended.size > 0;
  };
}

/** Whether all of them ended for this reason. */
export function endedFor(choices: readonly unknown[], reason: string): boolean {
  return choices.length > 0 && choices.every((choice) => memberOf(choice, "finish_reason") === reason);
}

/** An answer that ended with an error and has nothing in it. */
export const ENDED_WITH_ERROR: Reason = { cause: "server_error", detail: "the answer ended with an error" };

export function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && name in value ? (value as Record<string, unknown>)[name] : null;
}
