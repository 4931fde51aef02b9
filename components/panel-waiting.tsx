"use client";

import { useEffect, useState } from "react";
import { Panel } from "./panel";

const SLOW_MS = 3_000;

/** A panel whose figures are being read, of the size that it will have. Says so in words when it takes long. */
export function PanelWaiting({ title, className }: { title: string; className: string }) {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => { setSlow(true); }, SLOW_MS);
    return () => { clearTimeout(timer); };
  }, []);
  return (
    <Panel title={title} className={className}>
      <div aria-hidden="true" className="min-h-12 flex-1 animate-pulse rounded bg-line" />
      <p role="status" className={isSlow ? "mt-2 text-table text-muted" : "sr-only"}>
        {isSlow ? "Still reading; given up after 15 s." : `Reading ${title}…`}
      </p>
    </Panel>
  );
}
