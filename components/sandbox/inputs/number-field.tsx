"use client";

import { useEffect, useId, useState } from "react";
import type { Ranged } from "@/lib/sandbox/inputs";
import { problemAt, useInputNotes } from "./inputs-context";
import { formatNumber, fromSlider, type NumberSpec, readNumber, SLIDER_STEPS, toSlider, widen } from "./number-spec";

const TEXT = "h-8 w-full min-w-0 rounded border border-line-strong bg-surface px-2 text-right text-table text-ink placeholder:text-subtle aria-invalid:border-danger";
const SMALL = "min-h-6 rounded px-1 text-caption text-brand underline underline-offset-2 hover:text-brand-strong";

/** A number with a slider, where it comes from, the way to a range and the way back. */
export function NumberField({ spec }: { spec: NumberSpec }) {
  const id = useId();
  const { problems, sourceOf, isSaid, change } = useInputNotes();
  const { path, part, label, unit, said, used, canRange } = spec;
  const isRange = said !== null && typeof said !== "number";
  const single = isRange ? (said[0] + said[1]) / 2 : said ?? (used === null ? null : Number(used.toPrecision(4)));
  const problem = problemAt(problems, path, part);
  const set = (value: Ranged) => { change(spec.change(value)); };
  const control = { id, spec, name: `${label}${unit === "" ? "" : `, ${unit}`}`, isWrong: problem !== null, onChange: set };
  return (
    <div className="grid min-w-0 gap-0.5">
      <div className="flex items-end justify-between gap-2">
        <label htmlFor={isRange ? `${id}-low` : id} className="min-w-0 text-table font-medium text-ink">{label}</label>
        <span className="flex shrink-0 gap-1">
          {canRange && single !== null ? (
            <button type="button" aria-pressed={isRange} aria-label={`${label} as a range`} onClick={() => { set(isRange ? single : widen(spec, single)); }} className={SMALL}>
              {isRange ? "one value" : "range"}
            </button>
          ) : null}
          {isSaid(path) ? <button type="button" aria-label={`Reset ${label}`} onClick={() => { change({ type: "reset", path }); }} className={SMALL}>reset</button> : null}
        </span>
      </div>
      {isRange ? <TwoEnds {...control} ends={said} /> : <WithSlider {...control} value={single} />}
      <p id={`${id}-note`} className={`text-caption ${problem === null ? "text-subtle" : "text-danger"}`}>
        {problem ?? noteOf(isRange, sourceOf(path) ?? spec.absent)}
      </p>
    </div>
  );
}

function noteOf(isRange: boolean, source = "not known yet"): string {
  return `${isRange ? "9 times in 10 between these. " : ""}${source}`;
}

type ControlProps = { id: string; spec: NumberSpec; name: string; isWrong: boolean; onChange: (value: Ranged) => void };

function TwoEnds({ id, spec, name, isWrong, onChange, ends: [low, high] }: ControlProps & { ends: readonly [number, number] }) {
  const common = { spec, problemId: `${id}-note`, isWrong };
  return (
    <div className="flex items-center gap-2 text-caption text-subtle">
      <NumberText {...common} id={`${id}-low`} name={`${name}, lowest`} value={low} onChange={(value) => { onChange([value, high]); }} />
      to
      <NumberText {...common} id={`${id}-high`} name={`${name}, highest`} value={high} onChange={(value) => { onChange([low, value]); }} />
      {spec.unit}
    </div>
  );
}

function WithSlider({ id, spec, name, isWrong, onChange, value }: ControlProps & { value: number | null }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_6.5rem] items-center gap-2">
      <input
        type="range"
        aria-label={`${name}, slider`}
        min={0}
        max={SLIDER_STEPS}
        value={toSlider(spec, value ?? spec.min)}
        aria-valuetext={value === null ? "not known" : `${formatNumber(spec, value)} ${spec.unit}`}
        onChange={(event) => { onChange(fromSlider(spec, Number(event.target.value))); }}
        className="h-6 w-full min-w-0 accent-brand"
      />
      <div className="flex items-center gap-1">
        <NumberText id={id} spec={spec} name={name} value={value} problemId={`${id}-note`} isWrong={isWrong} onChange={onChange} />
        {spec.unit === "" ? null : <span className="w-6 shrink-0 text-caption text-subtle">{spec.unit}</span>}
      </div>
    </div>
  );
}

type NumberTextProps = { id: string; spec: NumberSpec; name: string; value: number | null; problemId: string; isWrong: boolean; onChange: (value: number) => void };

/** The text stays as it is typed; while it is no number, the last one counts and the field says so. */
function NumberText({ id, spec, name, value, problemId, isWrong, onChange }: NumberTextProps) {
  const { markUnread } = useInputNotes();
  const [typed, setTyped] = useState<{ text: string; of: number | null } | null>(null);
  const text = typed && Object.is(typed.of, value) ? typed.text : value === null ? "" : formatNumber(spec, value);
  const isUnread = text !== "" && readNumber(spec, text) === null;
  useEffect(() => {
    markUnread(id, isUnread);
    return () => { markUnread(id, false); };
  }, [markUnread, id, isUnread]);
  return (
    <span className="min-w-0 flex-1">
      <input
        id={id}
        value={text}
        inputMode="decimal"
        autoComplete="off"
        aria-label={name}
        aria-invalid={isUnread || isWrong}
        aria-describedby={problemId}
        placeholder="—"
        onChange={(event) => {
          const number = readNumber(spec, event.target.value);
          setTyped({ text: event.target.value, of: number ?? value });
          if (number !== null && number !== value) onChange(number);
        }}
        onBlur={() => { if (!isUnread) setTyped(null); }}
        className={TEXT}
      />
      {isUnread ? <span role="alert" className="block text-caption text-danger">Not a number; the last one counts.</span> : null}
    </span>
  );
}
