"use client";

import { useMemo } from "react";
import { Panel } from "../../panel";
import { useSandbox } from "../sandbox-context";
import { suggestCandidates } from "./suggest-candidates";

/** What stands where candidates are compared while there is none: the way to one. */
export function CandidateInvitation() {
  const { current, background, loadCandidate } = useSandbox();
  const suggestions = useMemo(() => suggestCandidates(current, background), [current, background]);
  return (
    <Panel title="Add a candidate" subtitle="Cost against availability, and where the change comes from, are drawn of two profiles: the one that serves, and one that might." className="print:hidden">
      <ul className="grid gap-2 sm:grid-cols-2">
        {suggestions.map(({ name, what, profile }) => (
          <li key={name} className="min-w-0">
            <button type="button" onClick={() => { loadCandidate(profile, name); }} className="grid h-full w-full content-start gap-0.5 rounded border border-line-strong px-3 py-2 text-left hover:bg-hover">
              <span className="text-body font-medium text-brand">{name}</span>
              <span className="text-table break-words text-muted">{what}</span>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
