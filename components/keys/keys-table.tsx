import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import Link from "next/link";
import type { KeyLimits } from "@/lib/core/key-limits";
import { NOT_APPLICABLE, totalUsd, UNKNOWN } from "../amounts";
import { formatCount, plural } from "../counts";
import { ConfirmButton } from "../form/confirm-button";
import type { FormAction, FormState } from "../form/form-state";
import { formatTime } from "../times";
import { LimitKey, type LimitKeyState } from "./limit-key";

export type KeyRow = {
  id: string;
  keyId: string;
  name: string;
  last4: string;
  scopes: readonly string[];
  ownerEmail: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  mayRevoke: boolean;
  mayLimit: boolean;
  limits: KeyLimits;
  /** The UTC day of its last call; null when it was not used. */
  lastUsed: Date | null;
  /** In the view's range. */
  calls: number;
  costPico: bigint;
  unknownAttempts: number;
};

type KeysTableProps = {
  rows: readonly KeyRow[];
  now: Date;
  zone: string;
  callsHref: (keyId: string) => string;
  revokeKey: FormAction<FormState<never>>;
  limitKey: FormAction<LimitKeyState>;
};

const HEADERS = ["Key", "For", "Owner", "Calls", "Cost", "State", "Last used", "Created"];
const NUMERIC = new Set(["Calls", "Cost"]);
const HEAD = "px-2.5 py-2 font-medium text-muted";
const CELL = "px-2.5 py-2";

/** Newest first. The name opens the calls of the range. */
export function KeysTable({ rows, now, zone, callsHref, revokeKey, limitKey }: KeysTableProps) {
  return (
    <Table className="relative -mx-4 -mb-4 rounded-b-card">
      <caption className="sr-only">API keys, newest first</caption>
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className={`${HEAD} sticky left-0 bg-surface pl-4`}>Name</TableHeaderCell>
          {HEADERS.map((header) => (
            <TableHeaderCell key={header} scope="col" className={`${HEAD} ${NUMERIC.has(header) ? "text-right" : ""}`}>{header}</TableHeaderCell>
          ))}
          <TableHeaderCell scope="col" className={`${HEAD} sticky right-0 bg-surface pr-4`}><span className="sr-only">Action</span></TableHeaderCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id} className="border-b border-line text-table last:border-0">
            <TableHeaderCell scope="row" className="sticky left-0 max-w-[40vw] truncate bg-surface py-2 pr-3 pl-4 align-middle font-medium text-ink">
              <Link href={callsHref(row.id)} data-row prefetch={false} className="underline-offset-2 hover:underline" title="Its calls">{row.name}</Link>
            </TableHeaderCell>
            <TableCell className={`${CELL} font-mono`}>{row.keyId}…{row.last4}</TableCell>
            <TableCell className={CELL}>{row.scopes.join(", ")}</TableCell>
            <TableCell className={`${CELL} max-w-40 truncate`} title={row.ownerEmail}>{row.ownerEmail}</TableCell>
            <TableCell className={`${CELL} text-right`}>{formatCount(row.calls)}</TableCell>
            <TableCell className={`${CELL} text-right text-ink`}><KeyCost {...row} /></TableCell>
            <TableCell className={CELL}>
              <KeyState row={row} now={now} zone={zone} />
              {wordLimits(row.limits).map((limit) => <span key={limit} className="block text-caption text-subtle">{limit}</span>)}
            </TableCell>
            <TableCell className={CELL}>{row.lastUsed ? formatTime(row.lastUsed, "date", "UTC") : NOT_APPLICABLE}</TableCell>
            <TableCell className={CELL}>{formatTime(row.createdAt, "date", zone)}</TableCell>
            <TableCell className={`${CELL} sticky right-0 bg-surface pr-4 text-right`}>
              <div className="flex justify-end gap-2">
                {row.mayLimit && !row.revokedAt ? <LimitKey keyId={row.keyId} name={row.name} limits={row.limits} limitKey={limitKey} /> : null}
                {row.mayRevoke && !row.revokedAt ? <RevokeButton row={row} revokeKey={revokeKey} /> : null}
              </div>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function wordLimits({ requestsPerMinute, tokensPerMinute, concurrentCalls }: KeyLimits): string[] {
  return [
    requestsPerMinute === null ? null : `${formatCount(requestsPerMinute)} requests/min`,
    tokensPerMinute === null ? null : `${formatCount(tokensPerMinute)} tokens/min`,
    concurrentCalls === null ? null : `${formatCount(concurrentCalls)} at a time`,
  ].filter((word) => word !== null);
}

function RevokeButton({ row: { keyId, name }, revokeKey }: { row: KeyRow; revokeKey: KeysTableProps["revokeKey"] }) {
  return (
    <ConfirmButton
      label="Revoke"
      name={`Revoke ${name}`}
      title={`Revoke “${name}”?`}
      confirmLabel="Revoke key"
      busyLabel="Revoking…"
      cancelLabel="Keep it"
      action={revokeKey}
      values={{ keyId }}
    >
      <p>Clients that use this key are refused from the next second on. It cannot be undone; the calls it made stay in the ledger.</p>
    </ConfirmButton>
  );
}

/** The known amount, and in words that there is more where some attempts' cost is unknown. */
function KeyCost({ calls, costPico, unknownAttempts }: KeyRow) {
  if (calls === 0) return NOT_APPLICABLE;
  const { text, exact } = totalUsd(costPico);
  if (unknownAttempts === 0) return <span title={exact}>{text}</span>;
  return <span title={`${exact} and ${plural(unknownAttempts, "attempt")} of unknown cost`}>{text} + {UNKNOWN.toLowerCase()}</span>;
}

function KeyState({ row: { revokedAt, expiresAt }, now, zone }: { row: KeyRow; now: Date; zone: string }) {
  if (revokedAt) return <span className="text-subtle">Revoked {formatTime(revokedAt, "minute", zone)}</span>;
  if (expiresAt && expiresAt <= now) return <span className="text-subtle">Expired {formatTime(expiresAt, "date", zone)}</span>;
  return <span className="text-ink">{expiresAt ? `Active until ${formatTime(expiresAt, "date", zone)}` : "Active"}</span>;
}
