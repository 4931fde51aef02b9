"use client";

import { Problem } from "@/components/problem";

/** One page failed; the navigation and the other pages stay usable. */
export default function DashboardError({ error, retry }: { error: unknown; retry: () => void }) {
  return <Problem error={error} retry={retry} />;
}
