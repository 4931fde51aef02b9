import { Table } from "@tremor/react";
import type { ReactNode } from "react";

/** A table that fills its panel, and may be wider: it then scrolls, by keyboard as well, for not every row has a button. */
export function WideTable({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={name} tabIndex={0} className="relative -mx-4 -mb-4 overflow-x-auto rounded-b-card -outline-offset-2">
      <Table className="overflow-visible">
        <caption className="sr-only">{name}</caption>
        {children}
      </Table>
    </div>
  );
}
