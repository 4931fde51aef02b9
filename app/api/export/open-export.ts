import { type Member, NotAllowedError, requirePermission } from "@/lib/accounts/member";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { findLedgerState } from "@/lib/gateway/ledger-state";
import { findNewestCallId } from "@/lib/reports/calls";
import { type FormatName, parseFormat } from "@/lib/reports/export/export-format";
import { exportHeader, type ExportSubject } from "@/lib/reports/export/export-response";
import { listProfiles, type ProfileChoice } from "@/lib/reports/profiles";
import { parseView, prepareScope, type Scope } from "@/lib/reports/scope";

export type OpenExport = {
  member: Member;
  now: Date;
  /** Of the page: its filters. */
  params: Record<string, string>;
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
    return await answer(await prepareExport(request, report, { member, team }));
  } catch (error) {
    if (error instanceof NotAllowedError) return new Response(`${error.message}.\n`, { status: 403 });
    throw error;
  }
}

async function prepareExport(request: Request, report: string, { member, team }: Pick<Awaited<ReturnType<typeof requireMember>>, "member" | "team">): Promise<OpenExport> {
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
  return { member, now, params, scope, profiles, format: parseFormat(params["format"]), subject, newestCall, header };
}
