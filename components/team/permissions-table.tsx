import { TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { CheckIcon } from "../icons";
import { WideTable } from "../wide-table";

type PermissionsTableProps = { roles: readonly string[]; permissions: readonly { action: string; roles: readonly string[] }[] };

/** What each role may do, from the very table that is enforced. */
export function PermissionsTable({ roles, permissions }: PermissionsTableProps) {
  return (
    <WideTable name="What each role may do">
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className="sticky left-0 w-full bg-surface py-2 pr-3 pl-4 font-medium text-muted">May</TableHeaderCell>
          {roles.map((role) => <TableHeaderCell key={role} scope="col" className="px-1.5 py-2 text-center font-medium text-muted last:pr-4 sm:px-3">{role}</TableHeaderCell>)}
        </TableRow>
      </TableHead>
      <TableBody>
        {permissions.map(({ action, roles: allowed }) => (
          <TableRow key={action} className="border-b border-line text-table last:border-0">
            <TableHeaderCell scope="row" className="sticky left-0 bg-surface py-2 pr-3 pl-4 font-normal whitespace-normal text-ink">{action}</TableHeaderCell>
            {roles.map((role) => (
              <TableCell key={role} className="px-1.5 py-2 text-center last:pr-4 sm:px-3">
                {allowed.includes(role) ? <Yes /> : <span className="text-subtle"><span aria-hidden="true">–</span><span className="sr-only">no</span></span>}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </WideTable>
  );
}

function Yes() {
  return (
    <span className="inline-flex text-brand">
      <CheckIcon />
      <span className="sr-only">yes</span>
    </span>
  );
}
