import type { Background } from "@/lib/sandbox/background";
import { startOfRun } from "@/lib/sandbox/compose-traffic";
import { writeState } from "../address";
import type { SandboxState } from "../state";

/** A scenario as it is shared and kept: neither the history behind it nor the start of its run moves with the clock. */
export type PinnedScenario = {
  /** The profile's slug. */
  profile: string;
  state: SandboxState;
  /** The history that values come from, as instants in ISO 8601; null where a file says nothing of it. */
  period: { from: string; to: string } | null;
};

/** What is on the page, so that it can be opened tomorrow with the same figures. */
export function pinScenario(profile: string, state: SandboxState, { fromMs, toMs, takenAtMs }: Background): PinnedScenario {
  const { traffic } = state.inputs;
  const startsAt = traffic.startsAt ?? new Date(startOfRun(takenAtMs)).toISOString();
  return {
    profile,
    state: { ...state, inputs: { ...state.inputs, traffic: { ...traffic, startsAt } } },
    period: { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() },
  };
}

/** The address of the page that shows it. @param saved the id under which it is kept; null when it is not */
export function sandboxHref({ profile, state, period }: PinnedScenario, saved: string | null = null): string {
  const query = new URLSearchParams({ profile, ...period, s: writeState(state), ...(saved === null ? {} : { scenario: saved }) });
  return `/sandbox?${query}`;
}
