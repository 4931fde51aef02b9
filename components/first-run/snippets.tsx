"use client";

import { type KeyboardEvent, useId, useRef, useState } from "react";
import { CopyButton } from "../copy-button";
import { prepareSnippets } from "./prepare-snippets";

type SnippetsProps = {
  baseUrl: string;
  /** null: the snippets name a variable in its place. */
  apiKey: string | null;
  model: string;
};

/** The first call in several languages: tabs, walked by the arrow keys. */
export function Snippets({ baseUrl, apiKey, model }: SnippetsProps) {
  const id = useId();
  const [current, setCurrent] = useState(0);
  const tabs = useRef<HTMLDivElement>(null);
  const snippets = prepareSnippets({ baseUrl, apiKey, model });
  const shown = snippets[current] ?? snippets[0];
  if (!shown) return null;
  const step = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = (current + by + snippets.length) % snippets.length;
    setCurrent(next);
    tabs.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div className="min-w-0">
      <div ref={tabs} role="tablist" aria-label="Language" onKeyDown={step} className="flex gap-1 overflow-x-auto border-b border-line p-0.5">
        {snippets.map(({ id: name, label }, index) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={index === current}
            aria-controls={`${id}-panel`}
            tabIndex={index === current ? 0 : -1}
            onClick={() => { setCurrent(index); }}
            className="h-8 shrink-0 rounded px-2.5 text-table whitespace-nowrap text-muted hover:text-ink aria-selected:bg-brand-faint aria-selected:font-medium aria-selected:text-brand-strong"
          >
            {label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown.id}`} className="mt-2">
        {shown.install === "" ? null : <p className="mb-1 text-caption text-subtle">First <code className="font-mono">{shown.install}</code></p>}
        <pre tabIndex={0} aria-label={`${shown.label}, code`} className="min-h-44 overflow-x-auto rounded bg-sunken p-3 font-mono text-caption text-ink">{shown.code}</pre>
        <div className="mt-2"><CopyButton text={shown.code} label="Copy" /></div>
      </div>
    </div>
  );
}
