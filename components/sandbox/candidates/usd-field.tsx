"use client";

import { useId, useState } from "react";

/** Digits, and at most as many decimals as the smallest unit of money has. */
const USD = /^\d{1,9}(\.\d{1,12})?$/;

/** An amount as decimal text, exact; empty is no cap. */
export function UsdField({ label, value, onChange }: { label: string; value: string | null; onChange: (value: string | null) => void }) {
  const id = useId();
  const [typed, setTyped] = useState<{ text: string; of: string | null } | null>(null);
  const text = typed && typed.of === value ? typed.text : value ?? "";
  const isWrong = text.trim() !== "" && !USD.test(text.trim());
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={id} className="text-table font-medium">{label}</label>
      <input
        id={id}
        value={text}
        inputMode="decimal"
        autoComplete="off"
        placeholder="no cap"
        aria-invalid={isWrong}
        aria-describedby={`${id}-problem`}
        onChange={(event) => {
          const given = event.target.value.trim();
          const amount = given === "" ? null : USD.test(given) ? given : value;
          setTyped({ text: event.target.value, of: amount });
          if (amount !== value) onChange(amount);
        }}
        className="h-8 w-full min-w-0 rounded border border-line-strong bg-surface px-2 text-table text-ink placeholder:text-subtle aria-invalid:border-danger"
      />
      <p id={`${id}-problem`} role="alert" className="text-caption text-danger empty:hidden">{isWrong ? "An amount such as 12.50, or empty: no cap." : null}</p>
    </div>
  );
}
