const FINISH_REASON: ReadonlyMap<string, string> = new Map([
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["pause_turn", "stop"],
  ["tool_use", "tool_calls"],
  ["max_tokens", "length"],
  ["model_context_window_exceeded", "length"],
  ["refusal", "content_filter"],
]);

/**
 * OpenAI's word for why an answer ended; null while it has not.
 * @param hasCalls whether a tool of the client's was called: in JSON mode the one that is called is ours
 */
export function finishReasonOf(stopReason: unknown, hasCalls: boolean): string | null {
  if (typeof stopReason !== "string") return null;
  const reason = FINISH_REASON.get(stopReason) ?? "stop";
  return reason === "tool_calls" && !hasCalls ? "stop" : reason;
}
