"use client";

import { useEffect, useMemo, useReducer, useRef } from "react";
import type { Background } from "@/lib/sandbox/background";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { writeState } from "./address";
import { candidateOf, profileOf } from "./candidates/candidate";
import { freeName } from "./candidates/change-candidates";
import { type Sandbox, SandboxContext } from "./sandbox-context";
import { SandboxTabs, type TabContents } from "./sandbox-tabs";
import { changeSandbox, FIRST_STATE, type SandboxState } from "./state";

type SandboxFrameProps = {
  background: Background;
  current: SandboxProfile;
  /** What the address says; null where it says nothing. */
  given: SandboxState | null;
  tabs: TabContents;
};

/** Holds what a person has set, keeps the address in step with it, and hands it to the tabs. */
export function SandboxFrame({ background, current, given, tabs }: SandboxFrameProps) {
  const [state, change] = useReducer(changeSandbox, given ?? FIRST_STATE);
  useAddress(state, given, (loaded) => { change({ type: "load", state: loaded }); });
  const endpoints = useMemo(() => new Map(background.endpoints.map(({ endpoint }) => [endpoint.name, endpoint])), [background]);
  const candidates = useMemo(() => state.candidates.map((candidate) => profileOf(candidate, current, endpoints).profile), [state.candidates, current, endpoints]);
  const sandbox: Sandbox = {
    background, current, inputs: state.inputs, candidates, state, change,
    selected: candidates[state.selected ?? -1] ?? current,
    loadCandidate: (profile) => { change({ type: "add candidate", candidate: candidateOf(profile, freeName(state.candidates)) }); },
  };
  return (
    <SandboxContext value={sandbox}>
      <SandboxTabs contents={tabs} />
    </SandboxContext>
  );
}

/** Browsers refuse more than a hundred changes of the address in half a minute. */
const PAUSE_MS = 400;

/** The address follows the state; an address that comes from elsewhere, such as a saved scenario's, is taken up. */
function useAddress(state: SandboxState, given: SandboxState | null, load: (state: SandboxState) => void): void {
  const written = useRef(writeState(given ?? FIRST_STATE));
  const loadNow = useRef(load);
  useEffect(() => { loadNow.current = load; });
  useEffect(() => {
    const text = writeState(given ?? FIRST_STATE);
    if (text === written.current) return;
    written.current = text;
    loadNow.current(given ?? FIRST_STATE);
  }, [given]);
  useEffect(() => {
    const timer = setTimeout(() => {
      const text = writeState(state);
      if (text === written.current) return;
      written.current = text;
      const query = new URLSearchParams(window.location.search);
      if (text === "") query.delete("s");
      else query.set("s", text);
      window.history.replaceState(null, "", `?${query}`);
    }, PAUSE_MS);
    return () => { clearTimeout(timer); };
  }, [state]);
}
