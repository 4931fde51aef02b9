import type { Metadata } from "next";
import { CreateKeyForm } from "@/components/keys/create-key-form";
import { KeyFilters } from "@/components/keys/key-filters";
import { KeysTable } from "@/components/keys/keys-table";
import type { KeyFilter } from "@/components/keys/narrow-keys";
import { plural } from "@/components/counts";
import { ExportLinks } from "@/components/export-links";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PanelSlot } from "@/components/panel-slot";
import { prepareScopeControls } from "@/components/prepare-scope-controls";
import { ScopeControls } from "@/components/scope-controls";
import { describeScope } from "@/components/scope-line";
import type { Member } from "@/lib/accounts/member";
import { isAllowed } from "@/lib/accounts/permissions";
import { ownOrigin, requireMember } from "@/lib/auth";
import { AD_HOC } from "@/lib/core/profile";
import { getDb } from "@/lib/db";
import { listProfiles } from "@/lib/reports/profiles";
import { parseView, prepareScope, type Scope, type SearchParams, type View, viewHref } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { createKey, limitKey, revokeKey } from "./actions";
import { parseKeyFilter, readKeys } from "./read-keys";

export const metadata: Metadata = { title: "API keys" };

export default async function KeysPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { member, team } = await requireMember();
  const now = new Date();
  const params = await searchParams;
  const view = parseView(params, now, team.timeZone);
  const filter = parseKeyFilter(params);
  const { text, state } = filter;
  const profiles = await listProfiles(getDb(), member.teamId);
  const hrefOf = (more: Record<string, string | null>, at: View = view, path = "/keys") => viewHref(path, at, { q: text || null, state: state || null, ...more });
  return (
    <>
      <PageHeader title="API keys" scope={`Clients of ${team.name} send one with every call. ${describeScope({ ...view, now })}`}>
        <ScopeControls {...prepareScopeControls({ ...view, now }, profiles, (change) => hrefOf({}, { ...view, ...change }))} />
      </PageHeader>
      <div className="grid grid-cols-1 gap-4">
        {isAllowed(member.role, "create API keys") ? (
          <Panel title="New key" subtitle={`It belongs to you, and calls for ${team.name}.`}>
            <CreateKeyForm
              createKey={createKey.bind(null, member.teamId)}
              baseUrl={`${await ownOrigin()}/api/v1`}
              model={profiles.find(({ slug }) => slug !== AD_HOC)?.slug ?? "my-profile"}
            />
          </Panel>
        ) : (
          <p className="text-table text-muted">Your role ({member.role}) may see keys, but not make or revoke them. Ask a member or an admin.</p>
        )}
        <KeyFilters text={text} state={state} kept={[...new URLSearchParams(hrefOf({ q: null }).split("?")[1])]} hrefOf={hrefOf} />
        <PanelSlot title="Keys" className="min-h-64">
          <KeysPanel
            member={member}
            scope={prepareScope(member.teamId, view, profiles)}
            filter={filter}
            now={now}
            callsHref={(id) => viewHref("/calls", view, { key: id })}
            exportHref={(format) => hrefOf({ format }, view, "/api/export/keys")}
          />
        </PanelSlot>
      </div>
    </>
  );
}

type KeysPanelProps = { member: Member; scope: Scope; filter: KeyFilter; now: Date; callsHref: (id: string) => string; exportHref: (format: string) => string };

async function KeysPanel({ member, scope, filter, now, callsHref, exportHref }: KeysPanelProps) {
  const { rows, hasAny } = await withTimeLimit(readKeys(member, scope, filter, now));
  const mayRevoke = (ownerId: string) =>
    isAllowed(member.role, "revoke any API key") || (ownerId === member.userId && isAllowed(member.role, "revoke own API keys"));
  return (
    <Panel title={plural(rows.length, "key")} subtitle={`Calls and cost of the range. Times in ${scope.zone}; last used by the UTC day.`} aside={<ExportLinks what="these keys" hrefOf={exportHref} />}>
      {rows.length === 0 ? (
        <p className="py-4 text-body text-muted">{!hasAny ? "No key yet. The first one lets a client call." : "No key matches these filters. Clear them to see all."}</p>
      ) : (
        <KeysTable rows={rows.map((row) => ({ ...row, mayRevoke: mayRevoke(row.ownerId), mayLimit: isAllowed(member.role, "limit API keys"), limits: { requestsPerMinute: row.requestsPerMinute, tokensPerMinute: row.tokensPerMinute, concurrentCalls: row.concurrentCalls } }))} now={now} zone={scope.zone} callsHref={callsHref} revokeKey={revokeKey.bind(null, member.teamId)} limitKey={limitKey.bind(null, member.teamId)} />
      )}
    </Panel>
  );
}
