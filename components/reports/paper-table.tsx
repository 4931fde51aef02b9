import { TableBody, TableCell, TableFoot, TableFooterCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import Link from "next/link";
import { Fragment } from "react";
import type { PaperCell, PaperLink, PaperTable } from "@/lib/core/paper";
import { WideTable } from "../wide-table";

export type HrefOf = (link: PaperLink) => string;

const CELL = "px-3 py-2 whitespace-nowrap first:pl-4 last:pr-4";
/** Names stay in sight where figures scroll. */
const NAME = "sticky left-0 bg-surface";
const TONES = { saving: "text-saving", premium: "text-premium" } as const;

/** A table of the report; what has calls behind it leads to them. */
export function ReportTable({ table, hrefOf }: { table: PaperTable; hrefOf: HrefOf }) {
  const { title, columns, rows, total, empty, note } = table;
  if (rows.length === 0) return <p className="py-2 text-body text-muted">{empty}</p>;
  const classOf = (index: number) => `${CELL} ${columns[index]?.isFigure === true ? "text-right" : "text-left"} ${columns[index]?.wraps === true ? "min-w-72 whitespace-normal" : ""}`;
  return (
    <>
      {note === null ? null : <p className="-mt-1 mb-2 text-caption text-subtle">{note}</p>}
      <WideTable name={title}>
        <TableHead>
          <TableRow className="border-b border-line text-caption">
            {columns.map(({ head }, index) => <TableHeaderCell key={head} scope="col" className={`${classOf(index)} ${index === 0 ? NAME : ""} font-medium text-muted`}>{head}</TableHeaderCell>)}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row, at) => (
            <TableRow key={at} className="group border-b border-line text-table hover:bg-hover">
              {row.map((cell, index) =>
                index === 0 ? (
                  <TableHeaderCell key={index} scope="row" className={`${classOf(index)} ${NAME} max-w-[46vw] truncate group-hover:bg-hover font-medium text-ink sm:max-w-80 ${columns.length === 6 ? "xl:max-w-44 2xl:max-w-64" : ""}`} title={cell.text}><Shown cell={cell} hrefOf={hrefOf} isRow /></TableHeaderCell>
                ) : (
                  <TableCell key={index} className={`${classOf(index)} ${cell.tone ? TONES[cell.tone] : ""}`} title={cell.exact}><Shown cell={cell} hrefOf={hrefOf} /></TableCell>
                ))}
            </TableRow>
          ))}
        </TableBody>
        {total === null ? null : (
          <TableFoot className="border-0">
            <TableRow className="text-table">
              {total.map((cell, index) => cell.text === "" ? <td key={index} /> : <TableFooterCell key={index} className={`${classOf(index)} ${index === 0 ? NAME : ""} font-semibold text-ink`} title={cell.exact}>{cell.text}</TableFooterCell>)}
            </TableRow>
          </TableFoot>
        )}
      </WideTable>
    </>
  );
}

function Shown({ cell: { text, link, links }, hrefOf, isRow = false }: { cell: PaperCell; hrefOf: HrefOf; isRow?: boolean }) {
  if (links) return links.map((each, index) => <Fragment key={index}>{index === 0 ? "" : ", "}<Shown cell={{ text: each.text, ...(each.link && { link: each.link }) }} hrefOf={hrefOf} /></Fragment>);
  if (!link) return text;
  return <Link href={hrefOf(link)} prefetch={false} {...(isRow && { "data-row": true })} className="underline-offset-2 hover:underline" title={isRow ? "Its calls" : undefined}>{text}</Link>;
}
