"use client";

import { type FormEvent, type ReactNode, useEffect, useReducer, useRef, useState } from "react";
import { hasCaps } from "@/lib/core/capacity";
import type { Background } from "@/lib/sandbox/background";
import { composeScenario } from "@/lib/sandbox/compose-scenario";
import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import type { Question } from "@/lib/sandbox/optimise/question";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { MAIN_BUTTON } from "../../button-styles";
import { Notice } from "../../notice";
import { Panel } from "../../panel";
import type { RunInWorker } from "../worker-messages";
import { Answer } from "./answer";
import { QuestionFields } from "./question-fields";
import { firstDraft, questionOf, type QuestionDraft, type QuestionProblems, readDraft, widen } from "./question-form";
import { RunProgress } from "./run-progress";
import { changeRun, NOT_RUN } from "./run-state";

type OptimiserProps = {
  background: Background;
  inputs: ScenarioInputs;
  /** What the answer is held against, and whose rules candidates keep. */
  profile: SandboxProfile;
  runInWorker: RunInWorker;
  /** What becomes of a profile that a person picks. */
  onCandidate: (profile: SandboxProfile) => void;
  /** Chooses what goes wrong meanwhile. */
  scenario?: ReactNode;
};

/** Asks for the cheapest profile that keeps what it is asked to, and shows the answer. */
export function Optimiser({ background, inputs, profile, runInWorker, onCandidate, scenario }: OptimiserProps) {
  const [draft, setDraft] = useState(() => firstDraft(background, profile));
  const [problems, setProblems] = useState<QuestionProblems>({});
  const [wrongInputs, setWrongInputs] = useState<readonly string[]>([]);
  const [run, dispatch] = useReducer(changeRun, NOT_RUN);
  const [loaded, setLoaded] = useState<string | null>(null);
  const cancel = useRef<() => void>(() => undefined);
  useEffect(() => () => { cancel.current(); }, []);

  const asked = JSON.stringify([draft, inputs, profile], (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  function submit(event: FormEvent) {
    event.preventDefault();
    const question = ask(draft, { background, inputs, profile });
    setProblems("problems" in question ? question.problems : {});
    setWrongInputs("wrongInputs" in question ? question.wrongInputs : []);
    if (!("constraints" in question)) return;
    cancel.current();
    dispatch({ type: "started" });
    cancel.current = runInWorker<"optimise">({ type: "optimise", question }, {
      progress: (progress) => { dispatch({ type: "progress", progress }); },
      done: (optimum) => { dispatch({ type: "done", optimum, constraints: question.constraints, asked }); },
      failed: (why) => { dispatch({ type: "failed", why }); },
    });
  }

  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <Panel title="What it must keep" subtitle="The cheapest profile is searched for under the traffic, outages and prices of the tab What-if.">
        <form onSubmit={submit} noValidate className="grid gap-4">
          {scenario}
          <QuestionFields draft={draft} problems={problems} background={background} hasCaps={profile.tiers.some(({ rules }) => hasCaps(rules.caps))} change={(fields) => { setDraft({ ...draft, ...fields }); }} />
          <button type="submit" disabled={run.running !== null} className={`${MAIN_BUTTON} w-full`}>Find the cheapest</button>
        </form>
      </Panel>
      <div className="grid min-w-0 gap-4" aria-busy={run.running !== null}>
        {run.running ? <RunProgress progress={run.running.progress} cancel={() => { cancel.current(); dispatch({ type: "cancelled" }); }} /> : null}
        {wrongInputs.length === 0 ? null : <Notice title="The inputs of the tab What-if cannot be used">{wrongInputs.map((problem) => <span key={problem} className="block">{problem}</span>)}</Notice>}
        {run.failed === null ? null : <Notice title="The search failed">It ended with “{run.failed}”. What was asked is still here: try again.</Notice>}
        {run.found && run.found.asked !== asked ? <p className="text-table text-muted">The answer below is to what was asked before. Ask again to bring it up to date.</p> : null}
        <p role="status" className="text-table text-muted empty:hidden">{loaded}</p>
        {run.found ? (
          <Answer optimum={run.found.optimum} constraints={run.found.constraints} onCandidate={(found) => { onCandidate(found); setLoaded("Loaded as a candidate: it is in the tab What-if now."); }} />
        ) : run.running ? null : <Nothing />}
      </div>
    </div>
  );
}

function Nothing() {
  return (
    <Panel title="Nothing searched yet">
      <p className="text-body text-muted">
        Say what a profile must keep, and find the cheapest order of endpoints, retries and caps that does. You see what each promise costs, and every profile than which none is both as cheap and as available.
      </p>
    </Panel>
  );
}

type Given = Pick<OptimiserProps, "background" | "inputs" | "profile">;

function ask(draft: QuestionDraft, { background, inputs, profile }: Given): Question | { problems: QuestionProblems } | { wrongInputs: string[] } {
  const read = readDraft(draft, background);
  if ("problems" in read) return read;
  const composed = composeScenario({ inputs, background, profile: widen(profile, background, draft.endpoints) });
  if ("problems" in composed) return { wrongInputs: Object.values(composed.problems) };
  // Its tiers have the failure domains that were typed.
  const tiers = composed.scenario.profile.tiers.slice(0, profile.tiers.length);
  return questionOf(draft, read.constraints, composed.scenario, { ...profile, tiers });
}
