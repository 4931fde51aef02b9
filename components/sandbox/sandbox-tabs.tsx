"use client";

import { useSearchParams } from "next/navigation";
import { type KeyboardEvent, type ReactNode, useRef } from "react";

export const SANDBOX_TABS = [
  { id: "what-if", label: "What-if" },
  { id: "optimise", label: "Optimise" },
  { id: "backtest", label: "Backtest" },
  { id: "drill", label: "Drill" },
] as const;

export type SandboxTab = (typeof SANDBOX_TABS)[number]["id"];

/** The tabs that there are, each with what it shows. */
export type TabContents = Readonly<Partial<Record<SandboxTab, ReactNode>>>;

/** Tabs that are addresses: a tab opens where its link is opened, and what was set in another stays. */
export function SandboxTabs({ contents }: { contents: TabContents }) {
  const asked = useSearchParams().get("tab");
  const links = useRef<HTMLDivElement>(null);
  const tabs = SANDBOX_TABS.filter(({ id }) => contents[id] !== undefined);
  const current = tabs.find(({ id }) => id === asked)?.id ?? "what-if";
  const moveByKey = (event: KeyboardEvent) => {
    const from = tabs.findIndex(({ id }) => id === current);
    const to = { ArrowRight: (from + 1) % tabs.length, ArrowLeft: (from + tabs.length - 1) % tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = to === undefined ? undefined : tabs[to];
    if (!tab) return;
    event.preventDefault();
    goTo(tab.id);
    links.current?.querySelector<HTMLElement>(`[data-tab="${tab.id}"]`)?.focus();
  };
  return (
    <>
      <div ref={links} role="tablist" aria-label="Sandbox" onKeyDown={moveByKey} className="mb-4 flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map(({ id, label }) => (
          <a
            key={id}
            role="tab"
            id={`tab-${id}`}
            data-tab={id}
            href={`?tab=${id}`}
            aria-selected={id === current}
            aria-controls={`panel-${id}`}
            tabIndex={id === current ? 0 : -1}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              goTo(id);
            }}
            className="-mb-px flex h-9 items-center border-b-2 border-transparent px-3 text-body whitespace-nowrap text-muted hover:text-ink aria-selected:border-brand aria-selected:font-medium aria-selected:text-ink"
          >
            {label}
          </a>
        ))}
      </div>
      {tabs.map(({ id }) => (
        <div key={id} role="tabpanel" id={`panel-${id}`} aria-labelledby={`tab-${id}`} hidden={id !== current}>
          {contents[id]}
        </div>
      ))}
    </>
  );
}

/** Without asking the server: all that a tab shows is in the browser already. */
function goTo(tab: SandboxTab): void {
  const query = new URLSearchParams(window.location.search);
  query.set("tab", tab);
  window.history.pushState(null, "", `?${query}`);
}
