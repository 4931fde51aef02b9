import type { Metadata } from "next";
import Link from "next/link";
import { plural } from "@/components/counts";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PanelSlot } from "@/components/panel-slot";
import { latest } from "@/components/providers/describe-provider";
import { ProvidersTable } from "@/components/providers/providers-table";
import { listCredentialStates } from "@/lib/accounts/credentials";
import { isAllowed } from "@/lib/accounts/permissions";
import { getSecret, requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { LAST_SEEN_DAYS, listLastSeen, listProviders } from "@/lib/reports/provider-list";
import { withTimeLimit } from "@/lib/reports/time-limit";

export const metadata: Metadata = { title: "Providers" };

export default async function ProvidersPage() {
  const { member, team } = await requireMember();
  return (
    <>
      <PageHeader title="Providers" scope={`Who serves the models of ${team.name}, and what we send them.`}>
        {isAllowed(member.role, "change the catalog") ? (
          <Link href="/providers/new" data-shortcut="n" className="inline-flex h-9 items-center rounded bg-brand px-4 text-body font-medium text-brand-contrast hover:bg-brand-strong">
            Add provider
          </Link>
        ) : null}
      </PageHeader>
      <PanelSlot title="Providers" className="min-h-64">
        <ProvidersPanel teamId={member.teamId} zone={team.timeZone} />
      </PanelSlot>
    </>
  );
}

async function ProvidersPanel({ teamId, zone }: { teamId: string; zone: string }) {
  const [providers, credentials, seen] = await withTimeLimit(Promise.all([
    listProviders(getDb(), teamId),
    listCredentialStates(getDb(), getSecret(), teamId),
    listLastSeen(getDb(), teamId, new Date()),
  ]));
  const rows = providers.map(({ endpoints, ...provider }) => ({
    ...provider,
    credential: credentials.get(provider.id) ?? null,
    endpoints: endpoints.length,
    lastSuccess: latest(endpoints.map(({ id }) => seen.get(id)?.success ?? null)),
    lastFailure: latest(endpoints.map(({ id }) => seen.get(id)?.failure ?? null)),
  }));
  return (
    <Panel title={plural(rows.length, "provider")} subtitle={`Times in ${zone}, to the quarter-hour; calls of the last ${LAST_SEEN_DAYS} days.`}>
      {rows.length === 0 ? (
        <p className="py-4 text-body text-muted">No provider yet. The first one lets a profile have its first tier.</p>
      ) : (
        <ProvidersTable rows={rows} zone={zone} />
      )}
    </Panel>
  );
}
