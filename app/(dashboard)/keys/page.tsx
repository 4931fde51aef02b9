import type { Metadata } from "next";
import { z } from "zod";
import { CreateKeyForm } from "@/components/keys/create-key-form";
import { KEY_STATES, KeyFilters } from "@/components/keys/key-filters";
import { KeysTable } from "@/components/keys/keys-table";
import { type KeyFilter, narrowKeys } from "@/components/keys/narrow-keys";
import { plural } from "@/components/counts";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PanelSlot } from "@/components/panel-slot";
import { prepareScopeControls } from "@/components/prepare-scope-controls";
import { ScopeControls } from "@/components/scope-controls";
import { describeScope } from "@/components/scope-line";
import { listApiKeys } from "@/lib/accounts/keys/list-api-keys";
import type { Member } from "@/lib/accounts/member";
import { isAllowed } from "@/lib/accounts/permissions";
import { ownOrigin, requireMember } from "@/lib/auth";
import { AD_HOC } from "@/lib/core/profile";
import { getDb } from "@/lib/db";
import { listKeyFigures, listLastUsed } from "@/lib/reports/key-figures";
import { listProfiles } from "@/lib/reports/profiles";
import { firstValues, parseView, prepareScope, type Scope, type SearchParams, type View, viewHref } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { createKey, revokeKey } from "./actions";

export const metadata: Metadata = { title: "API keys" };

const filterSchema = z.object({ q: z.string().trim().max(200).catch(""), state: z.enum(KEY_STATES).or(z.literal("")).catch("") });

export default async function KeysPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { member, team } = await requireMember();
  const now = new Date();
  const params = await searchParams;
  const view = parseView(params, now, team.timeZone);
  const { q, state } = filterSchema.parse(firstValues(params));
  const profiles = await listProfiles(getDb(), member.teamId);
  const hrefOf = (more: Record<string, string | null>, at: View = view) => viewHref("/keys", at, { q: q || null, state: state || null, ...more });
  return (
    <>
      <PageHeader title="API keys" scope={`Clients of ${team.name} send one with every call. ${describeScope({ ...view, now })}`}>
        <ScopeControls {...prepareScopeControls({ ...view, now }, profiles, (change) => hrefOf({}, { ...view, ...change }))} />
      </PageHeader>
      <div className="grid grid-cols-1 gap-4">
        {isAllowed(member.role, "create API keys") ? (
          <Panel title="New key" subtitle={`It belongs to you, and calls for ${team.name}.`}>
            <CreateKeyForm
              createKey={createKey}
              baseUrl={`${await ownOrigin()}/api/v1`}
              model={profiles.find(({ slug }) => slug !== AD_HOC)?.slug ?? "my-profile"}
            />
          </Panel>
        ) : (
          <p className="text-table text-muted">Your role ({member.role}) may see keys, but not make or revoke them. Ask a member or an admin.</p>
        )}
        <KeyFilters text={q} state={state} kept={[...new URLSearchParams(hrefOf({ q: null }).split("?")[1])]} hrefOf={hrefOf} />
        <PanelSlot title="Keys" className="min-h-64">
          <KeysPanel
            member={member}
            scope={prepareScope(member.teamId, view, profiles)}
            filter={{ text: q, state }}
            now={now}
            callsHref={(id) => viewHref("/calls", view, { key: id })}
          />
        </PanelSlot>
      </div>
    </>
  );
}

type KeysPanelProps = { member: Member; scope: Scope; filter: KeyFilter; now: Date; callsHref: (id: string) => string };

async function KeysPanel({ member, scope, filter, now, callsHref }: KeysPanelProps) {
  const [keys, figures, lastUsed] = await withTimeLimit(Promise.all([
    listApiKeys(getDb(), member), listKeyFigures(getDb(), scope), listLastUsed(getDb(), member.teamId, now),
  ]));
  const mayRevoke = (ownerId: string) =>
    isAllowed(member.role, "revoke any API key") || (ownerId === member.userId && isAllowed(member.role, "revoke own API keys"));
  const rows = narrowKeys(keys, filter, now).map((key) => ({
    ...key,
    ...(figures.get(key.id) ?? { calls: 0, costPico: 0n, unknownAttempts: 0 }),
    lastUsed: lastUsed.get(key.id) ?? null,
    mayRevoke: mayRevoke(key.ownerId),
  }));
  return (
    <Panel title={plural(rows.length, "key")} subtitle={`Calls and cost of the range. Times in ${scope.zone}; last used by the UTC day.`}>
      {rows.length === 0 ? (
        <p className="py-4 text-body text-muted">{keys.length === 0 ? "No key yet. The first one lets a client call." : "No key matches these filters. Clear them to see all."}</p>
      ) : (
        <KeysTable rows={rows} now={now} zone={scope.zone} callsHref={callsHref} revokeKey={revokeKey} />
      )}
    </Panel>
  );
}
