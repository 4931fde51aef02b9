"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { uuidv7TimeMs } from "@/lib/core/uuidv7";
import { useCalmRefresh } from "./calm-refresh";

const PAUSED = "routeledger.paused";
/** What began so long before the page was read may not have been in it yet. */
const BOOKING_MS = 5_000;

/**
 * Whether the page follows the ledger: while it does, new calls have it read again. Pausing lasts for the tab.
 * @param readAtMs when the page was read
 */
export function LiveSwitch({ readAtMs }: { readAtMs: number }) {
  const isPaused = useSyncExternalStore(onPause, () => sessionStorage.getItem(PAUSED) === "1", () => false);
  const [isConnected, setConnected] = useState(false);
  const refresh = useCalmRefresh();
  const [firstReadAtMs] = useState(readAtMs);
  useEffect(() => {
    if (isPaused) return;
    const source = new EventSource("/api/live");
    let isFirst = true;
    source.addEventListener("open", () => { setConnected(true); });
    source.addEventListener("error", () => { setConnected(false); });
    source.addEventListener("calls", ({ data }: MessageEvent<string>) => {
      if (!isFirst || isNews(data, firstReadAtMs)) refresh();
      isFirst = false;
    });
    return () => {
      source.close();
      setConnected(false);
    };
  }, [isPaused, refresh, firstReadAtMs]);
  const state = isPaused ? "Paused" : isConnected ? "Live" : "Connecting";
  return (
    <button
      type="button"
      aria-pressed={!isPaused}
      aria-label={`Follow new calls: ${state}`}
      data-shortcut="l"
      onClick={() => { pause(!isPaused); }}
      className="inline-flex h-8 items-center gap-2 rounded border border-line-strong bg-surface px-2.5 text-table text-muted hover:bg-hover hover:text-ink"
    >
      <span aria-hidden="true" className={`size-2 rounded-full ${isPaused ? "bg-line-strong" : isConnected ? "bg-saving" : "animate-pulse bg-premium"}`} />
      {state}
    </button>
  );
}

/** The first event tells how things are: only a call that the page cannot have known is news. */
function isNews(data: string, readAtMs: number): boolean {
  const { newest } = JSON.parse(data) as { newest: string | null };
  return newest !== null && uuidv7TimeMs(newest) > readAtMs - BOOKING_MS;
}

function pause(isPaused: boolean): void {
  sessionStorage.setItem(PAUSED, isPaused ? "1" : "0");
  window.dispatchEvent(new Event(PAUSED));
}

function onPause(changed: () => void): () => void {
  window.addEventListener(PAUSED, changed);
  return () => { window.removeEventListener(PAUSED, changed); };
}
