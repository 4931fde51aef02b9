"use client";

import { useEffect, useRef, useState } from "react";
import type { Assumption } from "@/lib/sandbox/assumption";
import type { BacktestResult } from "@/lib/sandbox/backtest/backtest";
import { followRun } from "../follow-run";

export type BacktestView =
  | { phase: "idle" | "cancelled" }
  | { phase: "running"; done: number; of: number }
  | { phase: "failed"; message: string }
  | { phase: "done"; result: BacktestResult; assumptions: Assumption[]; oneOf: number };

type Told =
  | { type: "progress"; done: number; of: number }
  | { type: "done"; result: BacktestResult; assumptions: Assumption[]; oneOf: number }
  | { type: "refused"; problems: Record<string, string> }
  | { type: "failed"; message: string };

const BROKEN = "The connection broke before the backtest was done. Start it again.";

/** One backtest at a time: asks for it, follows it, and ends it when told to or when the page is left. */
export function useBacktest(): { view: BacktestView; begin: (question: object) => void; cancel: () => void } {
  const [view, setView] = useState<BacktestView>({ phase: "idle" });
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => { leaving.current?.abort(); }, []);
  return {
    view,
    begin: (question) => {
      leaving.current?.abort();
      const { signal } = (leaving.current = new AbortController());
      const show = (next: BacktestView) => { if (!signal.aborted) setView(next); };
      show({ phase: "running", done: 0, of: 0 });
      follow(question, signal, show).catch(() => { show({ phase: "failed", message: BROKEN }); });
    },
    cancel: () => {
      leaving.current?.abort();
      setView({ phase: "cancelled" });
    },
  };
}

async function follow(question: object, signal: AbortSignal, show: (view: BacktestView) => void): Promise<void> {
  let last: BacktestView = { phase: "failed", message: BROKEN };
  const refusal = await followRun<Told>("/api/sandbox/backtest", question, signal, (lines) => {
    for (const told of lines) {
      if (told.type === "progress") show({ phase: "running", done: told.done, of: told.of });
      else last = ended(told);
    }
  });
  show(refusal === null ? last : { phase: "failed", message: refusal });
}

function ended(told: Exclude<Told, { type: "progress" }>): BacktestView {
  if (told.type === "done") return { phase: "done", result: told.result, assumptions: told.assumptions, oneOf: told.oneOf };
  return { phase: "failed", message: told.type === "failed" ? told.message : Object.values(told.problems).join(" ") };
}
