"use client";

import { DEFAULT_TIMERS, type Timers } from "@/lib/core/profile";
import { formatDuration } from "../counts";
import { TextField } from "./field";

const TIMERS: Record<keyof Timers, { label: string; what: string }> = {
  connectMs: { label: "To connect (ms)", what: "Until the connection stands" },
  firstTokenMs: { label: "To the first token (ms)", what: "Streams, reasoning included" },
  stallMs: { label: "Between two chunks (ms)", what: "Streams, after the first token" },
  answerMs: { label: "For a whole answer (ms)", what: "Calls that do not stream" },
  totalMs: { label: "For the whole call (ms)", what: "All attempts together" },
};

type TimerFieldsProps<Name extends keyof Timers> = {
  path: string;
  names: readonly Name[];
  values: Readonly<Record<Name, string>>;
  /** What holds where nothing is given. */
  standard: Readonly<Record<Name, string>>;
  onChange: (values: Record<Name, string>) => void;
};

export function TimerFields<Name extends keyof Timers>({ path, names, values, standard, onChange }: TimerFieldsProps<Name>) {
  return names.map((name) => {
    const { label, what } = TIMERS[name];
    const placeholder = standard[name] === "" ? String(DEFAULT_TIMERS[name]) : standard[name];
    return (
      <TextField
        key={name}
        path={`${path}.${name}`}
        label={label}
        hint={`${what}${inWords(values[name] === "" ? placeholder : values[name])}`}
        value={values[name]}
        placeholder={placeholder}
        numeric
        onChange={(value) => { onChange({ ...values, [name]: value }); }}
      />
    );
  });
}

function inWords(ms: string): string {
  return /^\s*\d{1,9}\s*$/.test(ms) ? `: ${formatDuration(Number(ms))}` : "";
}
