import type { Background } from "@/lib/sandbox/background";
import { FIRST_STATE, type SandboxState } from "./state";

const HOUR_MS = 3_600_000;
const RUN_MINUTES = 180;
/** Before and after the call. */
const MARGIN_MINUTES = 15;

/** What befell a call: when it began, and the names of the endpoints that failed it. */
export type Replayed = { startedAtMs: number; failed: readonly string[] };

/** The three hours around a call, with the domains of whatever failed it down for half an hour. */
export function replayState({ startedAtMs, failed }: Replayed, { endpoints }: Pick<Background, "endpoints">): SandboxState {
  const startsAtMs = Math.floor(startedAtMs / HOUR_MS) * HOUR_MS - HOUR_MS;
  const minute = Math.floor((startedAtMs - startsAtMs) / 60_000);
  const domains = [...new Set(endpoints.flatMap(({ endpoint }) => (failed.includes(endpoint.name) ? [endpoint.failureDomain] : [])))];
  const trouble = domains.length === 0 ? [] : [{ kind: "outage" as const, domains, fromMinute: minute - MARGIN_MINUTES, minutes: 2 * MARGIN_MINUTES }];
  return { ...FIRST_STATE, inputs: { ...FIRST_STATE.inputs, traffic: { startsAt: new Date(startsAtMs).toISOString(), minutes: RUN_MINUTES }, trouble } };
}
