"use client";

import { useId, useMemo, useState } from "react";
import { describeSource } from "../assumptions/describe-source";
import { Panel } from "../../panel";
import { useSandbox } from "../sandbox-context";
import { isSaid } from "./change-inputs";
import { LimitsGroup, TiersGroup } from "./endpoint-groups";
import { FailuresGroup } from "./failures-group";
import { type InputNotes, InputsContext } from "./inputs-context";
import { PresetChoice } from "./preset-choice";
import { TrafficGroup } from "./traffic-group";

/** All that a scenario rests on, in four groups, each value with where it comes from. */
export function InputsPanel() {
  const { inputs, answers, background, change, markUnread } = useSandbox();
  const { composed, fields, problems } = answers;
  const notes = useMemo((): InputNotes => {
    const sources = new Map(fields?.assumptions.map(({ path, source }) => [path, describeSource(source, background)]));
    return { problems, sourceOf: (path) => sources.get(path) ?? null, isSaid: (path) => isSaid(inputs, path), change, markUnread };
  }, [fields, problems, background, inputs, change, markUnread]);
  const scenarios = fields?.scenarios ?? [];
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel title="Scenario" subtitle="What is not typed comes from your ledger and your catalogue.">
      <InputsContext value={notes}>
        <PresetChoice />
        <button type="button" aria-expanded={isOpen} aria-controls={id} onClick={() => { setOpen(!isOpen); }} className="mt-3 h-9 rounded border border-line-strong px-4 text-body font-medium hover:bg-hover lg:hidden">
          {isOpen ? "Hide the inputs" : "Change traffic, tiers, failures and limits"}
        </button>
        <div id={id} className={`mt-3 ${isOpen ? "" : "max-lg:hidden"}`}>
          <TrafficGroup scenario={scenarios[0] ?? null} isCounted={composed !== null} />
          <TiersGroup scenarios={scenarios} />
          <FailuresGroup scenarios={scenarios} />
          <LimitsGroup scenarios={scenarios} />
        </div>
      </InputsContext>
    </Panel>
  );
}
