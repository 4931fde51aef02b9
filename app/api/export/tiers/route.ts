import { getDb } from "@/lib/db";
import { exportResponse } from "@/lib/reports/export/export-response";
import { tierColumns } from "@/lib/reports/export/tiers-export";
import { getOverview } from "@/lib/reports/overview";
import { openExport } from "../open-export";

export const dynamic = "force-dynamic";

/** The tier table of the overview that the address selects, `format=csv` or `json`. */
export function GET(request: Request): Promise<Response> {
  return openExport(request, "tiers", async ({ scope, profiles, format, subject, header }) => {
    const { total } = await getOverview(getDb(), scope);
    const slugs = new Map(profiles.map(({ id, slug }) => [id, slug]));
    return exportResponse(subject, { format, header, columns: tierColumns((id) => slugs.get(id) ?? id), rows: total.tiers });
  });
}
