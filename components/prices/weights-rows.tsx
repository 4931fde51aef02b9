"use client";

import { TableCell, TableHeaderCell, TableRow } from "@tremor/react";
import { PriceCell } from "./price-cell";
import { type ReactNode, useState } from "react";

type WeightsRowsProps = {
  model: string;
  /** Below the name, such as "fp8, 3 hosts". */
  about: string;
  /** The cells of its row, as many as the table has columns less one; null for an empty one. */
  cells: readonly ({ label: string; value: ReactNode } | null)[];
  isOpenAtFirst: boolean;
  /** The rows of its hosts. */
  children: ReactNode;
};

/** The row of equal weights, which opens and closes those of their hosts. */
export function WeightsRows({ model, about, cells, isOpenAtFirst, children }: WeightsRowsProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  return (
    <>
      <TableRow className="border-b border-line bg-sunken text-table max-sm:grid max-sm:grid-cols-3 max-sm:gap-x-3 max-sm:gap-y-1.5 max-sm:px-4 max-sm:pb-3">
        <TableHeaderCell scope="row" className="px-4 py-2 text-left align-top font-normal whitespace-normal max-sm:col-span-3 max-sm:px-0 max-sm:pb-0 sm:max-w-64">
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
        {cells.map((cell, index) => (cell === null ? <TableCell key={index} className="max-sm:hidden" /> : <PriceCell key={index} label={cell.label} className="text-ink">{cell.value}</PriceCell>))}
      </TableRow>
      {isOpen ? children : null}
    </>
  );
}
