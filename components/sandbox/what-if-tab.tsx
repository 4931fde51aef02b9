"use client";

import { CandidateList } from "./candidates/candidate-list";

/** Inputs on the left, what they come to on the right. */
export function WhatIfTab() {
  return (
    <div className="grid grid-cols-1 items-start gap-4">
      <CandidateList />
    </div>
  );
}
