"use client";

import { useEffect, useState } from "react";
import { findInfluences, type Influences } from "@/lib/sandbox/influences";
import { Tornado } from "./result/tornado";
import { useSandbox } from "./sandbox-context";

/** Every input is turned to both of its ends: more work than a slider should wait for, so it begins once they rest. */
const REST_MS = 700;

/** What moves the selected profile's effective cost most, by formulas. */
export function TornadoPanel() {
  const { background, inputs, selected, answers: { composed, isCurrent } } = useSandbox();
  const [found, setFound] = useState<Influences | null>(null);
  const isReady = composed !== null && isCurrent;
  useEffect(() => {
    if (!isReady) return;
    const timer = setTimeout(() => {
      const answer = findInfluences({ inputs, profile: selected, background });
      if (!("problems" in answer)) setFound(answer);
    }, REST_MS);
    return () => { clearTimeout(timer); };
  }, [isReady, inputs, selected, background]);
  if (!found) return null;
  const name = selected.version === null ? selected.name : `Version ${selected.version}`;
  return <Tornado influences={found.influences} base={found.base.effectiveUsdPerMillion} name={name} />;
}
