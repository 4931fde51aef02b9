import type { Cause } from "@/lib/core/outcome";

/** What a cause is called where people read. */
const CAUSE_NAMES: Record<Cause, string> = {
  rate_limited: "Rate limited",
  overloaded: "Overloaded",
  server_error: "Server error",
  timeout_connect: "No connection in time",
  timeout_first_token: "No first token in time",
  timeout_stall: "Stream stalled",
  timeout_total: "Out of time",
  network: "Network fault",
  auth: "Our credential was refused",
  credit: "Our credit is used up",
  not_found: "Model not found",
  bad_request: "Request refused",
  context_length: "Prompt too long",
  content_filter: "Content filter",
  malformed: "Malformed answer",
  stream_cut: "Stream cut",
};

export function causeName(cause: Cause): string {
  return CAUSE_NAMES[cause];
}

/** Causes that look alike on screen: a colour and a pattern each. `cancelled`: the client left. */
export type CauseLook = "limit" | "error" | "timeout" | "cut" | "cancelled";

/** Ordered as a legend lists them. */
export const CAUSE_LOOK_NAMES: Record<CauseLook, string> = {
  limit: "At a limit",
  error: "Error",
  timeout: "Timed out",
  cut: "Connection broke",
  cancelled: "Client left",
};

const LOOKS: Partial<Record<Cause, CauseLook>> = {
  rate_limited: "limit",
  overloaded: "limit",
  credit: "limit",
  timeout_connect: "timeout",
  timeout_first_token: "timeout",
  timeout_stall: "timeout",
  timeout_total: "timeout",
  network: "cut",
  stream_cut: "cut",
};

export function causeLook(cause: Cause): CauseLook {
  return LOOKS[cause] ?? "error";
}
