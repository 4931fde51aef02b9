import { getDb } from "@/lib/db";
import { exportResponse } from "@/lib/reports/export/export-response";
import { savingsColumns } from "@/lib/reports/export/savings-export";
import { getSavings } from "@/lib/reports/savings";
import { findBaseline } from "@/lib/reports/savings-baselines";
import { openExport } from "../open-export";

export const dynamic = "force-dynamic";

/** The savings by profile that the address of /savings selects, `format=csv` or `json`. */
export function GET(request: Request): Promise<Response> {
  return openExport(request, "savings", async ({ params, scope, profiles, format, subject, header }) => {
    const picked = params["baseline"] ? await findBaseline(getDb(), scope.teamId, params["baseline"]) : null;
    const savings = await getSavings(getDb(), scope, picked);
    const choices = new Map(profiles.map((profile) => [profile.id, profile]));
    const nameOf = (id: string) => choices.get(id)?.slug ?? id;
    const columns = savingsColumns((id) => ({ profile: nameOf(id), baseline: picked?.name ?? choices.get(id)?.baseline ?? null }));
    // As the page has them.
    const rows = [...savings.profiles].sort((a, b) => (nameOf(a.profileId) < nameOf(b.profileId) ? -1 : 1));
    return exportResponse(subject, { format, header, columns, rows });
  });
}
