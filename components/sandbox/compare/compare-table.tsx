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
  return (
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
              <th scope="row" className="py-1.5 pr-4 font-normal whitespace-nowrap">
                <span className="flex items-center gap-1">{label}{current ? <Explain id={`${id}-${key}`} title={label}><ExplainFigure figure={key} of={current} /></Explain> : null}</span>
              </th>
              {cells.map(({ value, note, span, change, tone }, column) => (
                <td key={shown[column]?.key} className="py-1.5 pl-4 text-right">
                  <span className={`block text-ink ${key === "warc" || key === "effective" ? "font-semibold" : ""}`}>{value}</span>
                  {change === null ? null : <span className={`block text-caption ${TONES[tone]}`}>{change}</span>}
                  {note === null ? null : <span className="block text-caption text-subtle">{note}</span>}
                  {span === null ? null : <span className="block text-caption text-subtle">inputs leave open {span}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
