"use client";

import { TableCell, TableHeaderCell, TableRow } from "@tremor/react";
import { type ReactNode, useState } from "react";

type ModelRowsProps = {
  model: string;
  endpoints: number;
  /** The cells of its row, as many as the table has columns less one. */
  cells: readonly string[];
  /** The rows of its endpoints. */
  children: ReactNode;
};

/** A model's row, which opens and closes those of its endpoints. Open at first: what is not seen is not compared. */
export function ModelRows({ model, endpoints, cells, children }: ModelRowsProps) {
  const [isOpen, setOpen] = useState(true);
  return (
    <>
      <TableRow className="border-b border-line bg-sunken text-table">
        <TableHeaderCell scope="row" className="sticky left-0 max-w-[52vw] bg-sunken px-4 py-2 align-middle font-normal sm:max-w-72">
          <button
            type="button"
            data-row
            aria-expanded={isOpen}
            onClick={() => { setOpen(!isOpen); }}
            className="flex w-full min-w-0 items-center gap-2 rounded text-left"
          >
            <span aria-hidden="true" className="w-3 shrink-0 text-subtle">{isOpen ? "▾" : "▸"}</span>
            <span className="min-w-0">
              <span className="block truncate font-semibold text-ink" title={model}>{model}</span>
              <span className="block text-caption text-subtle">{endpoints === 1 ? "1 endpoint" : `${endpoints} endpoints`}</span>
            </span>
          </button>
        </TableHeaderCell>
        {cells.map((cell, index) => <TableCell key={index} className="px-1.5 py-2 text-right text-ink last:pr-4">{cell}</TableCell>)}
      </TableRow>
      {isOpen ? children : null}
    </>
  );
}
