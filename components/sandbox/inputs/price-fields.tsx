"use client";

import { useId } from "react";
import { formatPricePerMillion } from "@/lib/core/money";
import type { EndpointModel } from "@/lib/sandbox/scenario";
import { useSandbox } from "../sandbox-context";
import { problemAt, useInputNotes } from "./inputs-context";

const TEXT = "h-8 w-full min-w-0 rounded border border-line-strong bg-surface px-2 text-right text-table text-ink placeholder:text-subtle aria-invalid:border-danger";

/** USD per million tokens, as decimal text: amounts are exact. Empty is the catalogue's price. */
export function PriceFields({ endpoint, model }: { endpoint: string; model: EndpointModel | null }) {
  const id = useId();
  const { inputs, change } = useSandbox();
  const { problems, sourceOf } = useInputNotes();
  const path = `endpoints.${endpoint}.price`;
  const said = inputs.endpoints[endpoint]?.price;
  const typed = typeof said === "object" ? said : null;
  const known = model?.prices[0]?.price?.base;
  const shown = { inputUsd: known ? plainPrice(known.input) : "", outputUsd: known ? plainPrice(known.output) : "" };
  const problem = problems[path] ?? problems[`${path}.inputUsd`] ?? problems[`${path}.outputUsd`] ?? null;
  const set = (field: "inputUsd" | "outputUsd", text: string) => {
    const price = { ...shown, ...typed, [field]: text.trim() };
    if (price.inputUsd === "" && price.outputUsd === "") change({ type: "reset", path });
    else change({ type: "set endpoint", name: endpoint, fields: { price } });
  };
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="flex w-full items-end justify-between text-table font-medium">
        Price, USD per 1M tokens
        {said === undefined ? null : <button type="button" aria-label={`Reset the price of ${endpoint}`} onClick={() => { change({ type: "reset", path }); }} className="px-1 text-caption font-normal text-brand underline underline-offset-2">reset</button>}
      </legend>
      <div className="mt-1 grid grid-cols-2 gap-2">
        {(["inputUsd", "outputUsd"] as const).map((field) => (
          <label key={field} className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-2 text-caption text-subtle">
            {field === "inputUsd" ? "in" : "out"}
            <input
              value={typed?.[field] ?? shown[field]}
              inputMode="decimal"
              autoComplete="off"
              placeholder={said === "free" ? "free" : "unknown"}
              aria-label={`Price of ${field === "inputUsd" ? "input" : "output"}, USD per 1M tokens`}
              aria-invalid={problemAt(problems, path, field) !== null}
              aria-describedby={`${id}-note`}
              onChange={(event) => { set(field, event.target.value); }}
              className={TEXT}
            />
          </label>
        ))}
      </div>
      <p id={`${id}-note`} className={`text-caption ${problem === null ? "text-subtle" : "text-danger"}`}>{problem ?? sourceOf(path)}</p>
    </fieldset>
  );
}

/** "0.59" of "$0.59" */
function plainPrice(picoPerToken: bigint): string {
  return formatPricePerMillion(picoPerToken).replace(/[$,]/g, "");
}
