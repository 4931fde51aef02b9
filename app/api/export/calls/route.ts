import { getDb } from "@/lib/db";
import { parseCallFilters } from "@/lib/reports/call-filters";
import { CALL_COLUMNS, readCalls } from "@/lib/reports/export/calls-export";
import { exportResponse } from "@/lib/reports/export/export-response";
import { openExport } from "../open-export";

export const dynamic = "force-dynamic";

/** The calls that the address of /calls selects, `format=csv` or `json`. */
export function GET(request: Request): Promise<Response> {
  return openExport(request, "calls", ({ params, scope, format, subject, newestCall, header }) =>
    exportResponse(subject, { format, header, columns: CALL_COLUMNS, rows: readCalls(getDb(), scope, parseCallFilters(params), newestCall) }),
  );
}
