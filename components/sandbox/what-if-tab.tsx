"use client";

import type { ReactNode } from "react";
import { AssumptionsPanel } from "./assumptions/assumptions-panel";
import { CandidateList } from "./candidates/candidate-list";
import { FloorsPanel } from "./floors-panel";
import { InputsPanel } from "./inputs/inputs-panel";
import { ResultPanels } from "./result-panels";

/** Inputs on the left, what they come to on the right. */
export function WhatIfTab({ publish }: { /** The way to make a candidate the profile. */ publish: ReactNode }) {
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <InputsPanel />
      <div className="grid min-w-0 gap-4 max-lg:order-first">
        <ResultPanels><CandidateList>{publish}</CandidateList></ResultPanels>
        <AssumptionsPanel />
        <FloorsPanel />
      </div>
    </div>
  );
}
