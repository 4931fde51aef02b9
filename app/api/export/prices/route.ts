import { parseBoardAddress, readBoard } from "@/app/(dashboard)/prices/read-board";
import { exportResponse } from "@/lib/reports/export/export-response";
import { listExportRows, PRICE_COLUMNS } from "@/lib/reports/export/prices-export";
import { openExport } from "../open-export";

export const dynamic = "force-dynamic";

/** The price board that the address of /prices selects, `format=csv` or `json`. */
export function GET(request: Request): Promise<Response> {
  return openExport(request, "prices", async ({ params, scope, now, format, subject, header }) => {
    const { weights } = await readBoard(scope, parseBoardAddress(params).filters, now);
    return exportResponse(subject, { format, header, columns: PRICE_COLUMNS, rows: listExportRows(weights) });
  });
}
