import { NotAllowedError, requirePermission } from "@/lib/accounts/member";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { findLedgerState } from "@/lib/gateway/ledger-state";
import { findNewestCallId } from "@/lib/reports/calls";
import { type FormatName, parseFormat } from "@/lib/reports/export/export-format";
import { exportHeader, type ExportSubject } from "@/lib/reports/export/export-response";
import { listProfiles, type ProfileChoice } from "@/lib/reports/profiles";
import { parseView, prepareScope, type Scope, type SearchParams } from "@/lib/reports/scope";

export type OpenExport = {
  params: SearchParams;
  scope: Scope;
  profiles: ProfileChoice[];
  format: FormatName;
  subject: ExportSubject;
  newestCall: string | null;
  header: ReturnType<typeof exportHeader>;
};

/** Reads a page's own address and answers with its export; whoever may not read the ledger is refused. */
export async function openExport(request: Request, report: string, answer: (opened: OpenExport) => Response | Promise<Response>): Promise<Response> {
  const { member, team } = await requireMember();
  try {
    requirePermission(member, "read the ledger");
  } catch (error) {
    if (error instanceof NotAllowedError) return new Response(`${error.message}.\n`, { status: 403 });
    throw error;
  }
  const now = new Date();
  const address = new URL(request.url).searchParams;
  const params = Object.fromEntries(address);
  const view = parseView(params, now, team.timeZone);
  const [profiles, newestCall, ledger] = await Promise.all([
    listProfiles(getDb(), member.teamId),
    findNewestCallId(getDb(), member.teamId),
    findLedgerState(),
  ]);
  for (const name of ["format", "before", "after"]) address.delete(name);
  const subject = { report, team, range: view.range, zone: view.zone };
  const header = exportHeader(subject, address.toString(), { newestCall, pendingCalls: ledger?.pendingCalls ?? null }, now);
  const scope = prepareScope(member.teamId, view, profiles);
  return answer({ params, scope, profiles, format: parseFormat(params["format"]), subject, newestCall, header });
}
