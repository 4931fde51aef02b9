import type { Range } from "@/lib/core/period";
import { EXPORT_FORMATS } from "./export-format";
import { type Export, exportTable } from "./stream-export";

/** What is exported, for the header and the name of the file. */
export type ExportSubject = { report: string; team: { slug: string; name: string }; range: Range; zone: string };

/** How far the ledger had come: what is above the newest call, or still in the journal, is not in the file. */
export type HighWaterMark = { newestCall: string | null; pendingCalls: number | null };

/** The block that every file begins with. @param filters as in the page's address */
export function exportHeader(subject: ExportSubject, filters: string, mark: HighWaterMark, now: Date) {
  const { report, team, range, zone } = subject;
  return {
    report, team: team.slug, team_name: team.name, filters,
    from: range.from, to: range.to, zone, times: "UTC", amounts: "USD",
    generated_at: now,
    ledger_newest_call: mark.newestCall, ledger_pending_calls: mark.pendingCalls,
    end: "a whole file ends with its row count and the SHA-256 of its rows with their line ends",
  };
}

/** An answer that a browser saves under a name of team and range. */
export function exportResponse<Row>(subject: ExportSubject, table: Export<Row>): Response {
  return new Response(exportTable(table), {
    headers: {
      "content-type": EXPORT_FORMATS[table.format].contentType,
      "content-disposition": `attachment; filename="${fileName(subject)}.${table.format}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

/** `routeledger-calls-demo-20261101T0000Z-20261108T0000Z` */
function fileName({ report, team, range }: ExportSubject): string {
  const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace(/[-:]/g, "")}Z`;
  return `routeledger-${report}-${team.slug}-${minute(range.from)}-${minute(range.to)}`;
}
