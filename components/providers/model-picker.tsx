"use client";

import { useState } from "react";
import { PLAIN_BUTTON } from "../button-styles";
import { formatCount, plural } from "../counts";
import { TextField } from "../form/field";
import type { ModelChoice } from "./prepare-known";

/** OpenRouter has hundreds; what is chosen beforehand comes first. */
const MOST_ROWS = 100;

/** Which of a provider's models are wanted. What the filter hides stays chosen. */
export function ModelPicker({ choices, problem }: { choices: readonly ModelChoice[]; problem: string | null }) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(() => new Set(choices.filter(({ isSuggested }) => isSuggested).map(({ upstreamModel }) => upstreamModel)));
  const words = typed.toLowerCase().split(/\s+/);
  const shown = choices.filter(({ upstreamModel, title }) => words.every((word) => `${upstreamModel} ${title}`.toLowerCase().includes(word)));
  const change = (models: readonly ModelChoice[], isChosen: boolean) => {
    const next = new Set(chosen);
    for (const { upstreamModel } of models) {
      if (isChosen) next.add(upstreamModel);
      else next.delete(upstreamModel);
    }
    setChosen(next);
  };
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-1 text-table font-medium text-ink">Models, with their prices in USD per 1 M tokens</legend>
      {[...chosen].map((model) => <input key={model} type="hidden" name="model" value={model} />)}
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-60" onChange={(event) => { setTyped((event.target as HTMLInputElement).value); }}>
          <TextField name="filter" label="Filter" type="search" placeholder="llama 70b" />
        </div>
        <button type="button" className={PLAIN_BUTTON} onClick={() => { change(shown, true); }}>{typed === "" ? "All" : "All shown"}</button>
        <button type="button" className={PLAIN_BUTTON} onClick={() => { change(shown, false); }}>{typed === "" ? "None" : "None shown"}</button>
      </div>
      <p role="status" className="text-table text-muted">
        {formatCount(chosen.size)} of {formatCount(choices.length)} chosen{typed === "" ? "" : `, ${formatCount(shown.length)} shown`}. More can be added later.
      </p>
      <p role="alert" className="text-table text-danger empty:hidden">{problem}</p>
      <ul tabIndex={0} aria-label="Models to choose from" className="max-h-96 overflow-y-auto rounded border border-line">
        {shown.slice(0, MOST_ROWS).map((choice) => (
          <li key={choice.upstreamModel} className="border-b border-line last:border-0">
            <ModelRow choice={choice} isChosen={chosen.has(choice.upstreamModel)} onChange={(isChosen) => { change([choice], isChosen); }} />
          </li>
        ))}
        {shown.length === 0 ? <li className="p-3 text-table text-muted">No model of this name.</li> : null}
        {shown.length > MOST_ROWS ? <li className="p-3 text-table text-muted">{plural(shown.length - MOST_ROWS, "more model")}: type a part of the name to find it.</li> : null}
      </ul>
    </fieldset>
  );
}

function ModelRow({ choice, isChosen, onChange }: { choice: ModelChoice; isChosen: boolean; onChange: (isChosen: boolean) => void }) {
  const { upstreamModel, title, price, notes } = choice;
  return (
    <label className="flex min-h-9 cursor-pointer items-start gap-3 px-3 py-2 hover:bg-hover">
      <input type="checkbox" checked={isChosen} onChange={(event) => { onChange(event.target.checked); }} className="mt-0.5 size-4 shrink-0 accent-brand" />
      <span className="grid min-w-0 flex-1 gap-x-4 text-table sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <span className="min-w-0">
          <span className="block truncate font-medium text-ink">{title}</span>
          <span className="block truncate text-caption text-subtle" title={upstreamModel}>{upstreamModel}</span>
        </span>
        <span className="min-w-0 text-muted sm:text-right">
          {price}
          {notes.map((note) => <span key={note} className="block text-caption text-subtle">{note}</span>)}
        </span>
      </span>
    </label>
  );
}
