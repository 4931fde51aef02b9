import type { OpenedMonth } from "../list-months";
import type { MonthState } from "../month-report";

/** What paper says of a month beside its figures. Null where what is shown is no closed version. */
export type PaperState = {
  state: MonthState;
  version: number | null;
  /** ISO 8601 in UTC. */
  closedAt: string | null;
  /** Of its document, in hex. */
  sha256: string | null;
};

/** A closed version says that it is one, also when the month was reopened since. */
export function paperStateOf({ standing, closed }: Pick<OpenedMonth, "standing" | "closed">): PaperState {
  if (!closed) return { state: standing.state, version: null, closedAt: null, sha256: null };
  return { state: "closed", version: closed.version, closedAt: closed.closedAt.toISOString(), sha256: closed.sha256 };
}

/** "Closed v2" */
export function nameState({ state, version }: Pick<PaperState, "state" | "version">): string {
  return { running: "Running", provisional: "Provisional", reconciled: "Reconciled", closed: `Closed v${version ?? 1}` }[state];
}
