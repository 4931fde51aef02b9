import type { Reason } from "../dialect";
import { readErrorObject } from "./failure";

/** The choices of an answer or a chunk; null where there is no list of them. */
export function listChoices(json: object): unknown[] | null {
  return "choices" in json && Array.isArray(json.choices) ? json.choices : null;
}

/** An error beside the choices or, as OpenRouter writes it, inside one of them; null when there is none. */
export function findError(json: object, choices: readonly unknown[]): Reason | null {
  const error = [json, ...choices].map((each) => member(each, "error")).find((each) => each != null);
  return error == null ? null : readErrorObject(error);
}

export function hasFinished(choice: unknown): boolean {
  return member(choice, "finish_reason") != null;
}

/** Whether all of them ended for this reason. */
export function endedFor(choices: readonly unknown[], reason: string): boolean {
  return choices.length > 0 && choices.every((choice) => member(choice, "finish_reason") === reason);
}

/** An answer that ended with an error and has nothing in it. */
export const ENDED_WITH_ERROR: Reason = { cause: "server_error", detail: "the answer ended with an error" };

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && name in value ? (value as Record<string, unknown>)[name] : null;
}
