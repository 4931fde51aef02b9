"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Listens for the first call, and has the page read again when it arrives: then it is the call. */
export function WaitingForCall() {
  const router = useRouter();
  useEffect(() => {
    const source = new EventSource("/api/live");
    source.addEventListener("calls", ({ data }: MessageEvent<string>) => {
      const { newest } = JSON.parse(data) as { newest: string | null };
      if (newest !== null) router.refresh();
    });
    return () => { source.close(); };
  }, [router]);
  return (
    <p role="status" className="flex items-center gap-2 rounded border border-dashed border-line-strong px-3 py-2.5 text-body text-ink">
      <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-brand" />
      Waiting for your first call…
    </p>
  );
}
