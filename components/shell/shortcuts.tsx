"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { findShortcut, listShortcuts, nextRow, type Shortcut } from "./find-shortcut";
import { ShortcutHelp } from "./shortcut-help";

const SWITCHED_OFF = "routeledger.shortcuts";
/** For the second key of a pair. */
const PAIR_MS = 1_200;

/** Listens for the keys that elements name in `data-shortcut`, for `j` and `k` among `data-row`, and for `?`. */
export function Shortcuts() {
  const [listed, setListed] = useState<Shortcut[] | null>(null);
  const isListening = useSyncExternalStore(neverChanges, () => true, () => false);
  const pending = useRef({ key: "", at: 0 });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") return setListed(listShortcuts(document));
      if (localStorage.getItem(SWITCHED_OFF) === "off" || document.querySelector("dialog[open], [popover]:popover-open")) return;
      const { key, at } = pending.current;
      const isSecond = event.timeStamp - at < PAIR_MS && document.querySelector(`[data-shortcut^="${CSS.escape(key)} "]`) !== null;
      const keys = isSecond ? `${key} ${event.key}` : event.key;
      pending.current = { key: event.key, at: event.timeStamp };
      const named = findShortcut(document, keys);
      const target = named ?? nextRow(document, event.key);
      if (!target) return;
      event.preventDefault();
      activate(target, named === null);
    };
    document.addEventListener("keydown", press);
    return () => { document.removeEventListener("keydown", press); };
  }, []);
  return (
    <>
      {isListening ? <p className="sr-only">Press ? for the keys of this page.</p> : null}
      {listed ? <ShortcutHelp shortcuts={listed} storageKey={SWITCHED_OFF} onClose={() => { setListed(null); }} /> : null}
    </>
  );
}

/** For what is so in a browser and not on the server. */
const neverChanges = () => () => undefined;

function activate(target: HTMLElement, isRow: boolean): void {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  if (isField || isRow) target.focus();
  else target.click();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
