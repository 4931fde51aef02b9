"use client";

import { useId, useState } from "react";

type CountFieldProps = {
  label: string;
  /** null is left empty. */
  value: number | null;
  min: number;
  max: number;
  /** What leaving it empty means; left out where it may not be empty. */
  empty?: string;
  onChange: (value: number | null) => void;
};

/** A whole number. What cannot be read stays as it was typed and is said below; the last one that could is used meanwhile. */
export function CountField({ label, value, min, max, empty, onChange }: CountFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState<{ text: string; of: number | null } | null>(null);
  // A value that came from elsewhere takes the place of what was typed.
  const text = typed && typed.of === value ? typed.text : value === null ? "" : String(value);
  const read = (given: string): number | null | undefined => {
    if (given.trim() === "") return empty === undefined ? undefined : null;
    const number = Number(given.replaceAll(",", ""));
    return Number.isInteger(number) && number >= min && number <= max ? number : undefined;
  };
  const isWrong = read(text) === undefined;
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={id} className="text-table font-medium">{label}</label>
      <input
        id={id}
        value={text}
        inputMode="numeric"
        autoComplete="off"
        placeholder={empty}
        aria-invalid={isWrong}
        aria-describedby={`${id}-problem`}
        onChange={(event) => {
          const number = read(event.target.value);
          setTyped({ text: event.target.value, of: number === undefined ? value : number });
          if (number !== undefined && number !== value) onChange(number);
        }}
        className="h-8 w-full min-w-0 rounded border border-line-strong bg-surface px-2 text-table text-ink placeholder:text-subtle aria-invalid:border-danger"
      />
      <p id={`${id}-problem`} role="alert" className="text-caption text-danger empty:hidden">
        {isWrong ? `A whole number from ${min.toLocaleString("en-US")} to ${max.toLocaleString("en-US")}${empty === undefined ? "" : `, or empty: ${empty}`}.` : null}
      </p>
    </div>
  );
}
