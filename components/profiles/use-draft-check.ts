"use client";

import { useEffect, useState } from "react";
import type { Checked, CheckInput } from "./editor-actions";

/** As long as a person pauses between two strokes. */
const PAUSE_MS = 300;

export type DraftCheck = { /** Of the last draft that was checked; null before the first. */ checked: Checked | null; isChecking: boolean; hasFailed: boolean };

/** What the server says of the draft, asked for once typing pauses. An answer that comes late is not shown. */
export function useDraftCheck({ draft, sample, fromVersion }: CheckInput, check: (input: CheckInput) => Promise<Checked>): DraftCheck {
  const [state, setState] = useState<DraftCheck & { of: unknown }>({ checked: null, isChecking: true, hasFailed: false, of: null });
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      const end = (checked: Checked | null) => {
        if (isCurrent) setState((before) => ({ checked: checked ?? before.checked, isChecking: false, hasFailed: checked === null, of: draft }));
      };
      check({ draft, sample, fromVersion }).then(end, () => { end(null); });
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [draft, sample, fromVersion, check]);
  return { ...state, isChecking: state.of !== draft };
}
