"use client";

import { type RefObject, useState } from "react";
import type { EndpointFacts } from "./endpoint-facts";

type AddTierProps = { endpoints: readonly EndpointFacts[]; field: RefObject<HTMLInputElement | null>; onAdd: (endpoint: string) => void };

/** Finds an endpoint by any part of its name. */
export function AddTier({ endpoints, field, onAdd }: AddTierProps) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const add = () => {
    const wanted = text.trim().toLowerCase();
    const found = endpoints.filter(({ name }) => name.toLowerCase() === wanted);
    const [match] = found.length === 1 ? found : endpoints.filter(({ name }) => wanted !== "" && name.toLowerCase().includes(wanted));
    if (!match) {
      setProblem(endpoints.length === 0 ? "Every endpoint of the team is a tier already." : "No endpoint has this in its name.");
      return;
    }
    setText("");
    setProblem(null);
    onAdd(match.name);
  };
  return (
    <div className="grid gap-1">
      <label htmlFor="add-tier" className="text-table font-medium text-ink">Add a tier</label>
      <div className="flex gap-2">
        <input
          id="add-tier"
          ref={field}
          list="add-tier-endpoints"
          value={text}
          placeholder="Search provider/model"
          autoComplete="off"
          aria-describedby="add-tier-problem"
          onChange={(event) => { setText(event.target.value); setProblem(null); }}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
          className="h-9 min-w-0 flex-1 rounded border border-line-strong bg-surface px-2.5 text-body text-ink placeholder:text-subtle"
        />
        <datalist id="add-tier-endpoints">
          {endpoints.map(({ name, price, failureDomain }) => <option key={name} value={name}>{`${price ?? "Unknown price"}; fails with ${failureDomain}`}</option>)}
        </datalist>
        <button type="button" onClick={add} className="h-9 rounded border border-line-strong px-4 text-body font-medium text-ink hover:bg-hover">Add</button>
      </div>
      <p id="add-tier-problem" role="alert" className="text-caption text-danger empty:hidden">{problem}</p>
    </div>
  );
}
