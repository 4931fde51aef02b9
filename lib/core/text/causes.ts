import type { Cause } from "../outcome";

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
