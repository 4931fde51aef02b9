"use client";

import { Problem } from "@/components/problem";

/** What failed before the navigation could be drawn, such as the look-up of the session. */
export default function RootError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="px-4">
      <Problem error={error} retry={retry} />
    </main>
  );
}
