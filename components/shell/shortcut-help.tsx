"use client";

import { useEffect, useRef, useState } from "react";
import type { Shortcut } from "./find-shortcut";

type ShortcutHelpProps = { shortcuts: readonly Shortcut[]; /** Where it is kept that single keys are off. */ storageKey: string; onClose: () => void };

/** The keys of this page. Single keys can be switched off for who speaks to the computer (WCAG 2.1.4). */
export function ShortcutHelp({ shortcuts, storageKey, onClose }: ShortcutHelpProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOn, setOn] = useState(() => localStorage.getItem(storageKey) !== "off");
  useEffect(() => { dialog.current?.showModal(); }, []);
  const toggle = (on: boolean) => {
    localStorage.setItem(storageKey, on ? "on" : "off");
    setOn(on);
  };
  return (
    <dialog
      ref={dialog}
      aria-label="Keyboard"
      onClose={onClose}
      className="m-auto max-h-[80dvh] w-[min(32rem,calc(100vw-32px))] overflow-y-auto rounded-card border border-line bg-surface p-4 text-table text-muted backdrop:bg-black/40"
    >
      <div className="mb-3 flex items-center justify-between">
        <h2 className="text-section font-semibold text-ink">Keyboard</h2>
        <button type="button" onClick={() => dialog.current?.close()} className="h-8 rounded border border-line-strong px-3 text-ink hover:bg-hover">Close</button>
      </div>
      <dl className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
        {[...shortcuts, { keys: "?", label: "This list" }].map(({ keys, label }) => (
          <div key={keys} className="flex items-center justify-between gap-3">
            <dt>{label}</dt>
            <dd className="flex gap-1">{keys.split(" ").map((key) => <Key key={key} text={key} />)}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-4 flex items-center gap-2 border-t border-line pt-3">
        <input type="checkbox" checked={isOn} onChange={(event) => { toggle(event.target.checked); }} className="size-4" />
        Use single-key shortcuts
      </label>
    </dialog>
  );
}

function Key({ text }: { text: string }) {
  return <kbd className="min-w-6 rounded border border-line-strong bg-sunken px-1.5 text-center font-mono text-caption text-ink">{text}</kbd>;
}
