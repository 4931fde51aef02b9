import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import Link from "next/link";
import { formatTime } from "../times";
import type { RevokeKeyState } from "./key-states";
import { RevokeKeyButton } from "./revoke-key-button";

export type KeyRow = {
  id: string;
  keyId: string;
  name: string;
  last4: string;
  ownerEmail: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  mayRevoke: boolean;
};

type KeysTableProps = {
  rows: readonly KeyRow[];
  now: Date;
  zone: string;
  revokeKey: (before: RevokeKeyState, form: FormData) => Promise<RevokeKeyState>;
};

const HEAD = "px-3 py-2 font-medium text-muted";
const CELL = "px-3 py-2";

export function KeysTable({ rows, now, zone, revokeKey }: KeysTableProps) {
  return (
    <Table className="relative -mx-4 -mb-4 rounded-b-card">
      <caption className="sr-only">API keys, newest first</caption>
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className={`${HEAD} sticky left-0 bg-surface pl-4`}>Name</TableHeaderCell>
          {["Key", "Owner", "Created", "State"].map((header) => (
            <TableHeaderCell key={header} scope="col" className={HEAD}>{header}</TableHeaderCell>
          ))}
          <TableHeaderCell scope="col" className={`${HEAD} sticky right-0 bg-surface pr-4`}><span className="sr-only">Action</span></TableHeaderCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id} className="border-b border-line text-table last:border-0">
            <TableHeaderCell scope="row" className="sticky left-0 max-w-[40vw] truncate bg-surface py-2 pr-3 pl-4 align-middle font-medium text-ink">
              <Link href={`/calls?key=${row.id}&range=30d`} prefetch={false} className="underline-offset-2 hover:underline" title="Its calls">{row.name}</Link>
            </TableHeaderCell>
            <TableCell className={`${CELL} font-mono`}>{row.keyId}…{row.last4}</TableCell>
            <TableCell className={CELL}>{row.ownerEmail}</TableCell>
            <TableCell className={CELL}>{formatTime(row.createdAt, "date", zone)}</TableCell>
            <TableCell className={CELL}><KeyState row={row} now={now} zone={zone} /></TableCell>
            <TableCell className={`${CELL} sticky right-0 bg-surface pr-4 text-right`}>
              {row.mayRevoke && !row.revokedAt ? <RevokeKeyButton keyId={row.keyId} name={row.name} revokeKey={revokeKey} /> : null}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function KeyState({ row: { revokedAt, expiresAt }, now, zone }: { row: KeyRow; now: Date; zone: string }) {
  if (revokedAt) return <span className="text-subtle">Revoked {formatTime(revokedAt, "minute", zone)}</span>;
  if (expiresAt && expiresAt <= now) return <span className="text-subtle">Expired {formatTime(expiresAt, "date", zone)}</span>;
  return <span className="text-ink">{expiresAt ? `Active until ${formatTime(expiresAt, "date", zone)}` : "Active"}</span>;
}
