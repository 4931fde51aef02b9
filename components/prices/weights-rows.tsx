"use client";

import { TableCell, TableHeaderCell, TableRow } from "@tremor/react";
import { type ReactNode, useState } from "react";

type WeightsRowsProps = {
  model: string;
  /** Below the name, such as "fp8, 3 hosts". */
  about: string;
  /** The cells of its row, as many as the table has columns less one. */
  cells: readonly ReactNode[];
  isOpenAtFirst: boolean;
  /** The rows of its hosts. */
  children: ReactNode;
};

/** The row of equal weights, which opens and closes those of their hosts. */
export function WeightsRows({ model, about, cells, isOpenAtFirst, children }: WeightsRowsProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  return (
    <>
      <TableRow className="border-b border-line bg-sunken text-table">
        <TableHeaderCell scope="row" className="sticky left-0 z-1 max-w-[52vw] bg-sunken px-4 py-2 align-middle font-normal sm:max-w-72">
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
              <span className="block text-caption text-subtle">{about}</span>
            </span>
          </button>
        </TableHeaderCell>
        {cells.map((cell, index) => <TableCell key={index} className="px-2 py-2 text-right text-ink last:pr-4">{cell}</TableCell>)}
      </TableRow>
      {isOpen ? children : null}
    </>
  );
}
