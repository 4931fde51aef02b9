"use client";

import { useSandbox } from "../sandbox-context";

/** What is wrong with the inputs, above figures that rest on the last good ones. */
export function InputProblems() {
  const { answers: { composed, problems }, hasUnread } = useSandbox();
  const told = [...new Set(Object.values(problems))];
  if (told.length === 0 && !hasUnread) return null;
  return (
    <div role="status" className="rounded-card border border-warning-line bg-warning-faint px-4 py-3 text-table text-warning">
      <p className="font-medium">{composed ? "Something typed needs a look. The figures are of the last inputs that could be read." : "There are no figures yet."}</p>
      <ul className="mt-1 list-disc pl-4 empty:hidden">{told.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
    </div>
  );
}
