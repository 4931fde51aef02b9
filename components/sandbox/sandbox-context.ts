"use client";

import { createContext, type Dispatch, use } from "react";
import type { Background } from "@/lib/sandbox/background";
import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import type { SandboxChange, SandboxState } from "./state";
import type { Answers } from "./use-answers";

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
  /** Of `current` and the candidates, in this order. */
  answers: Answers;
  change: Dispatch<SandboxChange>;
  /** A field tells that it holds a text that is no number, or no longer does. */
  markUnread: (field: string, isUnread: boolean) => void;
  /** Whether any of them does. */
  hasUnread: boolean;
  /** Makes a profile that was found, such as a point of a front, a candidate that can be edited, and selects it. */
  loadCandidate: (profile: Pick<SandboxProfile, "rules" | "tiers">, name?: string) => void;
};

export const SandboxContext = createContext<Sandbox | null>(null);

/** For components below the frame. @throws Error elsewhere */
export function useSandbox(): Sandbox {
  const sandbox = use(SandboxContext);
  if (!sandbox) throw new Error("outside the sandbox's frame");
  return sandbox;
}
