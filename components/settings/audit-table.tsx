import { TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { changedFields, type Value } from "@/lib/core/change";
import { formatTime } from "../times";
import { type AuditWords, describeAudit } from "./describe-audit";
import { nameOfActor } from "./prepare-audit-filters";
import { WideTable } from "../wide-table";

type AuditRow = AuditWords & { id: string; at: Date; actor: string; actorName: string | null };

const HEAD = "px-3 py-2 font-medium text-muted";
const CELL = "px-3 py-2 align-top";

export function AuditTable({ entries, zone }: { entries: readonly AuditRow[]; zone: string }) {
  return (
    <WideTable name="Changes, newest first">
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className={`${HEAD} sticky left-0 bg-surface pl-4`}>When</TableHeaderCell>
          <TableHeaderCell scope="col" className={HEAD}>Who</TableHeaderCell>
          <TableHeaderCell scope="col" className={`${HEAD} w-full`}>What</TableHeaderCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {entries.map((entry) => (
          <TableRow key={entry.id} className="border-b border-line text-table last:border-0">
            <TableHeaderCell scope="row" className="sticky left-0 bg-surface py-2 pr-3 pl-4 align-top font-normal whitespace-nowrap text-muted max-sm:min-w-22 max-sm:whitespace-normal">
              {formatTime(entry.at, "second", zone)}
            </TableHeaderCell>
            <TableCell className={`${CELL} whitespace-nowrap text-ink max-sm:whitespace-normal`}>{nameOfActor(entry.actor, entry.actorName)}</TableCell>
            <TableCell className={`${CELL} min-w-44 whitespace-normal text-ink wrap-anywhere sm:min-w-72`}><What entry={entry} /></TableCell>
          </TableRow>
        ))}
      </TableBody>
    </WideTable>
  );
}

/** The sentence; behind it, on demand, each field that changed. */
function What({ entry }: { entry: AuditRow }) {
  const fields = changedFields(entry.before ?? {}, entry.after ?? {});
  if (fields.length === 0) return <span className="break-words">{describeAudit(entry)}</span>;
  return (
    <details>
      <summary className="w-fit max-w-full break-words" data-row="">{describeAudit(entry)}</summary>
      <dl className="mt-2 grid w-fit max-w-full gap-x-4 gap-y-1 rounded bg-sunken px-3 py-2 sm:grid-cols-[auto_minmax(0,1fr)]">
        {fields.map(({ field, before, after }) => (
          <div key={field} className="contents">
            <dt className="break-words text-muted">{field}</dt>
            <dd className="break-words max-sm:mb-1">
              {entry.before === null || entry.after === null ? show(entry.after === null ? before : after) : <Became before={before} after={after} />}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Became({ before, after }: { before: Value; after: Value }) {
  return (
    <>
      <span className="text-muted">{show(before)}</span>
      <span aria-hidden="true"> → </span>
      <span className="sr-only"> became </span>
      {show(after)}
    </>
  );
}

function show(value: Value): string {
  if (value === null || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.join(", ") || "nothing" : String(value);
}
