"use client";

import { useId, useState } from "react";

/** Any of the team's endpoints that is not a tier yet. */
export function AddEndpoint({ endpoints, onAdd }: { endpoints: readonly string[]; onAdd: (endpoint: string) => void }) {
  const id = useId();
  const [chosen, setChosen] = useState("");
  const wanted = endpoints.includes(chosen) ? chosen : endpoints[0];
  if (wanted === undefined) return <p className="text-caption text-subtle">Every endpoint of the team is a tier already.</p>;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <label htmlFor={id} className="text-table font-medium">Add a tier</label>
      <select id={id} value={wanted} onChange={(event) => { setChosen(event.target.value); }} className="h-8 min-w-0 flex-1 rounded border border-line-strong bg-surface px-2 text-table text-ink">
        {endpoints.map((name) => <option key={name} value={name}>{name}</option>)}
      </select>
      <button type="button" onClick={() => { onAdd(wanted); }} className="h-8 rounded border border-line-strong px-3 text-table font-medium hover:bg-hover">Add</button>
    </div>
  );
}
