"use client";

import { Panel } from "../../panel";
import { isSaid } from "../inputs/change-inputs";
import { useSandbox } from "../sandbox-context";
import { describeSource } from "./describe-source";

const GROUPS = [
  { title: "Traffic", holds: (path: string) => path.startsWith("traffic.") },
  { title: "Endpoints", holds: (path: string) => path.startsWith("endpoints.") },
  { title: "Failures", holds: (path: string) => !path.startsWith("traffic.") && !path.startsWith("endpoints.") },
];

/** Everything that the figures rest on, one by one, with its source and the way back to it. */
export function AssumptionsPanel() {
  const { answers: { composed }, background, inputs, change } = useSandbox();
  const all = composed?.assumptions ?? [];
  const typed = all.filter(({ path }) => isSaid(inputs, path)).length;
  const thin = all.filter(({ isThin }) => isThin).length;
  return (
    <Panel title="Assumptions" subtitle={`${all.length} values: ${typed} typed${thin === 0 ? "" : `, ${thin} from too few records`}.`}>
      {GROUPS.map(({ title, holds }) => (
        <details key={title} open={title === "Traffic"} className="border-t border-line">
          <summary className="py-1.5 text-table font-semibold text-ink">{title}</summary>
          <ul className="grid gap-2 pb-3">
            {all.filter(({ path }) => holds(path)).map(({ path, label, value, source, isThin }) => (
              <li key={path} className="min-w-0 text-table">
                <p className="break-words text-ink"><span className="text-muted">{label}:</span> {value}</p>
                <p className="flex flex-wrap gap-x-2 text-caption text-subtle">
                  <span>{describeSource(source, background)}</span>
                  {isThin ? <span className="text-warning">too few to judge by</span> : null}
                  {isSaid(inputs, path) ? (
                    <button type="button" aria-label={`Reset: ${label}`} onClick={() => { change({ type: "reset", path }); }} className="text-brand underline underline-offset-2">reset</button>
                  ) : null}
                </p>
              </li>
            ))}
          </ul>
        </details>
      ))}
      <p className="border-t border-line pt-2 text-caption text-subtle">
        <strong className="font-semibold text-muted">Not modelled:</strong> the quality of answers, what a switch of provider loses
        of its prompt cache, and calls that fail by their own request&rsquo;s fault.
      </p>
    </Panel>
  );
}
