"use client";

import { useState } from "react";
import type { Intervals } from "@/lib/sandbox/result";
import { Explain } from "../../explain";
import type { ShownProfile } from "../result/shown-profile";
import { ExplainFigure } from "./explain-figure";
import { prepareCompare } from "./prepare-compare";

const TONES = { plain: "text-muted", saving: "text-saving", premium: "text-premium" };

type CompareTableProps = {
  /** Unique on the page. */
  id: string;
  shown: readonly ShownProfile[];
  /** What the inputs leave open of each of them; shorter or null where that is not known, or nothing. */
  spans: readonly (Intervals | null)[];
};

/** The profiles in columns, one figure a row. */
export function CompareTable({ id, shown, spans }: CompareTableProps) {
  const [current] = shown;
  const [withIntervals, setWithIntervals] = useState(false);
  return (
    <>
      <div role="group" aria-label="Profiles side by side" tabIndex={0} className="relative -mx-4 overflow-x-auto px-4 -outline-offset-2">
        <table className="w-full text-left text-table">
          <thead>
            <tr className="align-bottom text-muted">
              <th scope="col" className="py-1.5 pr-4 font-medium">Figure</th>
              {shown.map(({ key, name, isCurrent }) => (
                <th key={key} scope="col" className="min-w-36 py-1.5 pl-4 text-right font-medium text-ink">
                  {name}
                  {isCurrent ? <span className="block text-caption font-normal text-subtle">serves now</span> : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {prepareCompare(shown, spans).map(({ key, label, cells }) => (
              <tr key={key} className="border-t border-line align-top">
                <th scope="row" className="py-1 pr-4 font-normal whitespace-nowrap">
                  <span className="flex items-center gap-1">{label}{current ? <Explain id={`${id}-${key}`} title={label}><ExplainFigure figure={key} of={current} /></Explain> : null}</span>
                </th>
                {cells.map(({ value, words, note, span, change, tone }, column) => (
                  <td key={shown[column]?.key} className="py-1 pl-4 text-right">
                    <span className={`block text-ink ${key === "warc" || key === "effective" ? "font-semibold" : ""}`}>{value}</span>
                    {change === null ? null : <span className={`block text-caption ${TONES[tone]}`}>{change}</span>}
                    {words === null ? null : <span className="block text-caption text-subtle">{words}</span>}
                    {note === null || !withIntervals ? null : <span className="block text-caption text-subtle">chance {note}</span>}
                    {span === null || !withIntervals ? null : <span className="block text-caption text-subtle">inputs {span}</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <label className="mt-2 flex w-fit items-center gap-2 text-table text-muted">
        <input type="checkbox" checked={withIntervals} onChange={(event) => { setWithIntervals(event.target.checked); }} className="size-4 accent-brand" />
        Show how sure each figure is
      </label>
      {withIntervals ? (
        <p className="mt-1 text-caption text-subtle">
          95 in 100 lie between. <strong className="font-medium text-muted">Chance</strong>: how far simulated runs differ.{" "}
          <strong className="font-medium text-muted">Inputs</strong>: what ranges, and records that are few, leave open.
        </p>
      ) : null}
    </>
  );
}
