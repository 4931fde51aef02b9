import { getDb } from "@/lib/db";
import { parseCallFilters } from "@/lib/reports/call-filters";
import { CALL_COLUMNS, readCalls } from "@/lib/reports/export/calls-export";
import { exportResponse } from "@/lib/reports/export/export-response";
import { narrowToVersion } from "@/lib/reports/scope";
import { openExport } from "../open-export";

export const dynamic = "force-dynamic";

/** The calls that the address of /calls selects, `format=csv` or `json`. */
export function GET(request: Request): Promise<Response> {
  return openExport(request, "calls", ({ params, scope, profiles, format, subject, newestCall, header }) => {
    const filters = parseCallFilters(params);
    const rows = readCalls(getDb(), narrowToVersion(scope, profiles, filters.version), filters, newestCall);
    return exportResponse(subject, { format, header, columns: CALL_COLUMNS, rows });
  });
}
