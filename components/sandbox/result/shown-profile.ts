import type { SimulationResult } from "@/lib/sandbox/result";

/** A profile and what its scenario comes to, as the charts take it. */
export type ShownProfile = {
  key: string;
  /** "Version 4", "Candidate A" */
  name: string;
  /** The profile in force; the others are candidates. */
  isCurrent: boolean;
  result: SimulationResult;
};
