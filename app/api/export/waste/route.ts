import { getDb } from "@/lib/db";
import { exportResponse } from "@/lib/reports/export/export-response";
import { totalWaste, WASTE_COLUMNS } from "@/lib/reports/export/waste-export";
import { getWaste } from "@/lib/reports/waste";
import { openExport } from "../open-export";

export const dynamic = "force-dynamic";

/** The waste that the address of /waste selects by cause and endpoint, `format=csv` or `json`. */
export function GET(request: Request): Promise<Response> {
  return openExport(request, "waste", async ({ scope, format, subject, header }) => {
    const { rows } = await getWaste(getDb(), scope);
    return exportResponse(subject, { format, header, columns: WASTE_COLUMNS, rows: totalWaste(rows) });
  });
}
