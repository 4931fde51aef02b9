"use client";

import { createContext, type Dispatch, use } from "react";
import type { Background } from "@/lib/sandbox/background";
import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import type { SandboxChange, SandboxState } from "./state";

/** What every part of the sandbox works on. */
export type Sandbox = {
  background: Background;
  /** As it serves now. */
  current: SandboxProfile;
  inputs: ScenarioInputs;
  /** In their order, as engines take them. */
  candidates: readonly SandboxProfile[];
  /** The candidate that is selected, else `current`. */
  selected: SandboxProfile;
  state: SandboxState;
  change: Dispatch<SandboxChange>;
  /** Makes a profile that was found, such as a point of a front, a candidate that can be edited, and selects it. */
  loadCandidate: (profile: Pick<SandboxProfile, "rules" | "tiers">) => void;
};

export const SandboxContext = createContext<Sandbox | null>(null);

/** For components below the frame. @throws Error elsewhere */
export function useSandbox(): Sandbox {
  const sandbox = use(SandboxContext);
  if (!sandbox) throw new Error("outside the sandbox's frame");
  return sandbox;
}
