"use client";

import { useEffect, useReducer, useRef } from "react";
import type { DrillEvent } from "@/lib/wire/drill";
import { followRun } from "../follow-run";
import { changeDrill, type DrillStep, type DrillView, NO_DRILL } from "./drill-state";

const BROKEN = "The connection to the drill broke. It was given up: calls that had been sent are in its records.";

/** One drill at a time: asks for it, follows it, and gives it up when told to or when the page is left. */
export function useDrill(): { view: DrillView; begin: (question: object) => void; cancel: () => void } {
  const [view, change] = useReducer(changeDrill, NO_DRILL);
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => { leaving.current?.abort(); }, []);
  return {
    view,
    begin: (question) => {
      leaving.current?.abort();
      const current = (leaving.current = new AbortController());
      change({ type: "begin" });
      follow(question, current.signal, (step) => { if (!current.signal.aborted) change(step); })
        .catch(() => { if (!current.signal.aborted) change({ type: "break", message: BROKEN }); });
    },
    cancel: () => {
      leaving.current?.abort();
      change({ type: "cancel" });
    },
  };
}

async function follow(question: object, signal: AbortSignal, change: (step: DrillStep) => void): Promise<void> {
  const refusal = await followRun<DrillEvent>("/api/sandbox/drill", question, signal, (events) => { change({ type: "told", events }); });
  change({ type: "break", message: refusal ?? BROKEN });
}
