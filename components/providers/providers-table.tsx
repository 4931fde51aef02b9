import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import Link from "next/link";
import { NOT_APPLICABLE } from "../amounts";
import { formatCount } from "../counts";
import { formatTime } from "../times";
import { type CredentialState, describeCredential, DIALECTS, hostOf } from "./describe-provider";

export type ProviderRow = {
  id: string;
  slug: string;
  name: string;
  dialect: keyof typeof DIALECTS;
  baseUrl: string;
  failureDomain: string | null;
  credential: CredentialState | null;
  endpoints: number;
  lastSuccess: Date | null;
  lastFailure: Date | null;
};

const HEADERS = ["Speaks", "Host", "Fails with", "API key", "Endpoints", "Last served", "Last failed"];
const CELL = "px-2.5 py-2 last:pr-4";

/** By name. The first column opens the provider. */
export function ProvidersTable({ rows, zone }: { rows: readonly ProviderRow[]; zone: string }) {
  return (
    <Table className="relative -mx-4 -mb-4 rounded-b-card">
      <caption className="sr-only">Providers by name. Times in {zone}.</caption>
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">Provider</TableHeaderCell>
          {HEADERS.map((header) => (
            <TableHeaderCell key={header} scope="col" className={`${CELL} font-medium text-muted ${header === "Endpoints" ? "text-right" : ""}`}>{header}</TableHeaderCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id} className="group border-b border-line text-table last:border-0 hover:bg-hover">
            <TableHeaderCell scope="row" className="sticky left-0 max-w-[46vw] bg-surface px-4 py-2 align-middle font-normal group-hover:bg-hover">
              <Link href={`/providers/${row.id}`} data-row className="block truncate font-medium text-brand underline-offset-2 hover:underline">{row.name}</Link>
              <span className="block truncate text-caption text-subtle">{row.slug}</span>
            </TableHeaderCell>
            <TableCell className={CELL}>{DIALECTS[row.dialect]}</TableCell>
            <TableCell className={CELL} title={row.baseUrl}>{hostOf(row.baseUrl)}</TableCell>
            <TableCell className={CELL}>{row.failureDomain ?? NOT_APPLICABLE}</TableCell>
            <TableCell className={CELL}><Credential state={row.credential} zone={zone} /></TableCell>
            <TableCell className={`${CELL} text-right`}>{formatCount(row.endpoints)}</TableCell>
            <TableCell className={CELL}>{row.lastSuccess ? formatTime(row.lastSuccess, "minute", zone) : NOT_APPLICABLE}</TableCell>
            <TableCell className={CELL}>{row.lastFailure ? formatTime(row.lastFailure, "minute", zone) : NOT_APPLICABLE}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Credential({ state, zone }: { state: CredentialState | null; zone: string }) {
  const { text, isBad } = describeCredential(state, zone);
  if (!isBad) return text;
  return <span className="block max-w-72 truncate text-danger" title={text}>{text}</span>;
}
