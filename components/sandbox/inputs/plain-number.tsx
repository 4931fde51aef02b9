"use client";

import { useEffect, useId, useState } from "react";
import { useInputNotes } from "./inputs-context";
import { formatNumber, readNumber } from "./number-spec";

/** A number and its label, nothing else. */
export function PlainNumber({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  const id = useId();
  const { markUnread } = useInputNotes();
  const [typed, setTyped] = useState<{ text: string; of: number } | null>(null);
  const text = typed && typed.of === value ? typed.text : formatNumber({ unit: "" }, value);
  const isUnread = readNumber({ unit: "" }, text) === null;
  useEffect(() => {
    markUnread(id, isUnread);
    return () => { markUnread(id, false); };
  }, [markUnread, id, isUnread]);
  return (
    <label className="grid min-w-0 gap-0.5 text-caption text-subtle">
      {label}
      <input
        value={text}
        inputMode="decimal"
        autoComplete="off"
        aria-invalid={isUnread}
        onChange={(event) => {
          const number = readNumber({ unit: "" }, event.target.value);
          setTyped({ text: event.target.value, of: number ?? value });
          if (number !== null && number !== value) onChange(number);
        }}
        className="h-8 w-full min-w-0 rounded border border-line-strong bg-surface px-2 text-right text-table text-ink aria-invalid:border-danger"
      />
      {isUnread ? <span role="alert" className="text-danger">Not a number</span> : null}
    </label>
  );
}
