import type { Cause } from "@/lib/core/outcome";

export { causeName } from "@/lib/core/text/causes";

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
