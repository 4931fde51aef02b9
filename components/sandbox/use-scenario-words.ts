"use client";

import { useMemo } from "react";
import { findPreset } from "./find-preset";
import { useSandbox } from "./sandbox-context";
import { describeTrouble } from "./result/describe-trouble";

/** What is planned to go wrong: a preset's name, or the troubles themselves; empty for nothing. */
export function useScenarioWords(): string {
  const { inputs, current, background, answers: { composed } } = useSandbox();
  return useMemo(() => {
    const preset = findPreset(inputs, current, background);
    if (preset) return preset.name;
    const nameOf = (id: string) => background.endpoints.find(({ endpoint }) => endpoint.id === id)?.endpoint.name ?? id;
    const told = (composed?.scenarios[0]?.trouble ?? []).map((trouble) => describeTrouble(trouble, nameOf));
    return told.length > 3 ? `${told.slice(0, 3).join("; ")}; ${told.length - 3} more` : told.join("; ");
  }, [inputs, current, background, composed]);
}
