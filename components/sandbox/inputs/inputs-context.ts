"use client";

import { createContext, type Dispatch, use } from "react";
import type { Problems } from "@/lib/core/profile-draft";
import type { InputsChange } from "./change-inputs";

/** What each field of the inputs asks for by its path. */
export type InputNotes = {
  problems: Problems;
  /** Where its value comes from, in words; null where the scenario does not take one. */
  sourceOf: (path: string) => string | null;
  isSaid: (path: string) => boolean;
  change: Dispatch<InputsChange>;
  /** Tells that a field holds a text that is no number, or no longer does. */
  markUnread: (path: string, isUnread: boolean) => void;
};

export const InputsContext = createContext<InputNotes | null>(null);

/** @throws Error outside the inputs */
export function useInputNotes(): InputNotes {
  const notes = use(InputsContext);
  if (!notes) throw new Error("outside the inputs");
  return notes;
}

/** What is wrong at a path or at a part of it. */
export function problemAt(problems: Problems, path: string, part: string | undefined): string | null {
  return problems[part === undefined ? path : `${path}.${part}`] ?? problems[path] ?? null;
}
