"use client";

import type { ReactNode } from "react";
import { PLAIN_BUTTON } from "../../button-styles";
import { Panel } from "../../panel";
import { useSandbox } from "../sandbox-context";
import { MAX_CANDIDATES } from "./candidate";
import { CandidateEditor } from "./candidate-editor";

/** The profile as it serves, the candidates beside it, and the editor of the one that is selected. */
export function CandidateList({ children }: { /** Below the editor. */ children: ReactNode }) {
  const { current, selected, state, change, loadCandidate } = useSandbox();
  const isFull = state.candidates.length >= MAX_CANDIDATES;
  return (
    <Panel
      title="Profiles compared"
      subtitle={`${current.slug} version ${current.version} as it serves, and up to ${MAX_CANDIDATES} candidates beside it.`}
      aside={
        <button type="button" disabled={isFull} onClick={() => { loadCandidate(selected); }} className={`${PLAIN_BUTTON} text-table`}>
          {selected === current ? "Add a candidate" : `Copy ${selected.name}`}
        </button>
      }
    >
      <div role="group" aria-label="Profile to look at" className="flex flex-wrap gap-2">
        {[null, ...state.candidates.keys()].map((index) => (
          <button
            key={index ?? "current"}
            type="button"
            aria-pressed={state.selected === index}
            onClick={() => { change({ type: "select", index }); }}
            className="h-8 rounded border border-line-strong px-3 text-table text-muted hover:bg-hover aria-pressed:border-brand aria-pressed:bg-brand-faint aria-pressed:font-medium aria-pressed:text-brand-strong"
          >
            {index === null ? `Current (v${current.version})` : state.candidates[index]?.name}
          </button>
        ))}
      </div>
      {state.selected === null ? (
        <p className="mt-3 text-table text-muted">
          The current profile is not changed here. Add a candidate to move, drop or add tiers and see what that does.
        </p>
      ) : (
        <div className="grid gap-3"><CandidateEditor key={state.selected} index={state.selected} />{children}</div>
      )}
    </Panel>
  );
}
