"use client";

import { type ReactNode, useCallback, useMemo, useReducer, useState } from "react";
import type { Background } from "@/lib/sandbox/background";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { Caveat } from "../notice";
import { candidateOf, profileOf } from "./candidates/candidate";
import { freeName } from "./candidates/change-candidates";
import { firstState } from "./first-state";
import { type Sandbox, SandboxContext } from "./sandbox-context";
import { SandboxTabs, type TabContents } from "./sandbox-tabs";
import { changeSandbox, type SandboxState } from "./state";
import { useAddress } from "./use-address";
import { useAnswers } from "./use-answers";

type SandboxFrameProps = {
  background: Background;
  current: SandboxProfile;
  /** What the address says; null where it says nothing. */
  given: SandboxState | null;
  /** What can be done with the scenario as a whole, above the tabs. */
  bar: ReactNode;
  tabs: TabContents;
};

/** Holds what a person has set, keeps the address in step with it, and hands it to the tabs. */
export function SandboxFrame({ background, current, given, bar, tabs }: SandboxFrameProps) {
  const first = useMemo(() => firstState(current, background), [current, background]);
  const [state, change] = useReducer(changeSandbox, given ?? first);
  const endpoints = useMemo(() => new Map(background.endpoints.map(({ endpoint }) => [endpoint.name, endpoint])), [background]);
  const profiles = useMemo(() => [current, ...state.candidates.map((candidate) => profileOf(candidate, current, endpoints).profile)], [state.candidates, current, endpoints]);
  const answers = useAnswers(state.inputs, profiles, background);
  const isTooLong = useAddress({ state, given, first, isGood: Object.keys(answers.problems).length === 0, load: (loaded) => { change({ type: "load", state: loaded }); } });
  const [unread, markUnread] = useUnread();
  const candidates = useMemo(() => profiles.slice(1), [profiles]);
  const sandbox: Sandbox = {
    background, current, inputs: state.inputs, candidates, state, answers, change, markUnread, hasUnread: unread > 0,
    selected: candidates[state.selected ?? -1] ?? current,
    loadCandidate: (profile, name) => { change({ type: "add candidate", candidate: candidateOf(profile, name ?? freeName(state.candidates)) }); },
  };
  return (
    <SandboxContext value={sandbox}>
      {isTooLong ? <Caveat label="Not in the address">This scenario is too long for an address: what you set since is on this page alone. Save or export it to keep it.</Caveat> : null}
      {bar}
      <SandboxTabs contents={tabs} />
    </SandboxContext>
  );
}

/** How many fields hold a text that is no number. */
function useUnread(): [number, Sandbox["markUnread"]] {
  const [fields, setFields] = useState<ReadonlySet<string>>(new Set());
  const mark = useCallback((field: string, isUnread: boolean) => {
    setFields((before) => {
      if (before.has(field) === isUnread) return before;
      return new Set(isUnread ? [...before, field] : [...before].filter((each) => each !== field));
    });
  }, []);
  return [fields.size, mark];
}
