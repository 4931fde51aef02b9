import type { Metadata } from "next";
import Link from "next/link";
import { Panel } from "@/components/panel";
import { PanelSlot } from "@/components/panel-slot";
import { AuditFilters } from "@/components/settings/audit-filters";
import { AuditTable } from "@/components/settings/audit-table";
import { prepareAuditFilters } from "@/components/settings/prepare-audit-filters";
import { formatTime, wallTime } from "@/components/times";
import { type AuditFilters as Filters, listAudit, listAuditChoices, parseAuditFilters } from "@/lib/accounts/list-audit";
import type { Member } from "@/lib/accounts/member";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { firstValues, parseView, type SearchParams, type View, viewHref } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";

export const metadata: Metadata = { title: "Audit log" };

const PATH = "/settings/audit";

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { member, team } = await requireMember();
  if (!isAllowed(member.role, "read the audit log")) return <NotForYou role={member.role} />;
  const params = await searchParams;
  const view = parseView(params, new Date(), team.timeZone);
  const { before, ...filters } = parseAuditFilters(firstValues(params));
  const narrowed = Object.fromEntries(Object.entries(filters).map(([key, value]) => [key, value ?? null]));
  const hrefOf = (more: Record<string, string | null>, at: View = view) => viewHref(PATH, at, { ...narrowed, ...more });
  return (
    <>
      <AuditSearch member={member} view={view} filters={filters} hrefOf={hrefOf} />
      <PanelSlot key={hrefOf({ before: before ?? null })} title="Changes" className="min-h-96">
        <AuditPanel member={member} view={view} filters={{ ...filters, before }} hrefOf={hrefOf} />
      </PanelSlot>
    </>
  );
}

type PartProps = {
  member: Member;
  view: View;
  filters: Omit<Filters, "range">;
  /** The address of the log with the change. */
  hrefOf: (more: Record<string, string | null>, at?: View) => string;
};

async function AuditSearch({ member, view, filters, hrefOf }: PartProps) {
  const { preset, range, zone } = view;
  const choices = await listAuditChoices(getDb(), member);
  const kept = (href: string) => [...new URLSearchParams(href.split("?")[1] ?? "")];
  const isNarrowed = Object.values(filters).some((value) => value !== undefined);
  return (
    <AuditFilters
      choices={prepareAuditFilters({ ...filters, preset }, choices, ({ preset: next, ...more }) => hrefOf(more, next ? { ...view, preset: next } : view))}
      subject={filters.subject ?? ""}
      kept={kept(hrefOf({ subject: null }))}
      form={{ path: PATH, kept: kept(hrefOf({})), from: wallTime(range.from, zone), to: wallTime(range.to, zone), zone }}
      isCustom={preset === null}
      clearHref={isNarrowed ? viewHref(PATH, view) : null}
    />
  );
}

async function AuditPanel({ member, view: { range, zone }, filters, hrefOf }: PartProps) {
  const { entries, next } = await withTimeLimit(listAudit(getDb(), member, { ...filters, range }));
  const isFirst = filters.before === undefined;
  return (
    <>
      <Panel
        title="Changes"
        subtitle={`Newest first, ${formatTime(range.from, "minute", zone)} to ${formatTime(range.to, "minute", zone)}. Times in ${zone}. Secrets are never in the log.`}
        aside={isFirst ? undefined : <Link href={hrefOf({})} className="text-table text-brand hover:underline">Back to the newest</Link>}
      >
        {entries.length === 0 ? <p className="py-6 text-center text-body text-muted">Nothing was changed in this range that matches. Take a longer one, or fewer filters.</p> : <AuditTable entries={entries} zone={zone} />}
      </Panel>
      {next === null ? null : (
        <p className="mt-4 text-right">
          <Link href={hrefOf({ before: next })} className="inline-flex h-9 items-center rounded border border-line-strong bg-surface px-4 text-table font-medium hover:bg-hover">
            Older changes
          </Link>
        </p>
      )}
    </>
  );
}

function NotForYou({ role }: { role: string }) {
  return (
    <Panel title="Changes">
      <p className="text-body text-muted">Your role ({role}) may not read the audit log. Admins and owners of the team may.</p>
    </Panel>
  );
}
