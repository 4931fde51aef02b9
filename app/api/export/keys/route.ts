import { parseKeyFilter, readKeys } from "@/app/(dashboard)/keys/read-keys";
import { exportResponse } from "@/lib/reports/export/export-response";
import { KEY_COLUMNS } from "@/lib/reports/export/keys-export";
import { openExport } from "../open-export";

export const dynamic = "force-dynamic";

/** The keys that the address of /keys selects with what they did in its range, `format=csv` or `json`. */
export function GET(request: Request): Promise<Response> {
  return openExport(request, "keys", async ({ member, params, scope, now, format, subject, header }) => {
    const { rows } = await readKeys(member, scope, parseKeyFilter(params), now);
    return exportResponse(subject, { format, header, columns: KEY_COLUMNS, rows });
  });
}
