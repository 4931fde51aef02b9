import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { plural } from "@/components/counts";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { CheckButton } from "@/components/providers/check-button";
import { describeCredential } from "@/components/providers/describe-provider";
import { EndpointForm } from "@/components/providers/endpoint-form";
import { EndpointsTable } from "@/components/providers/endpoints-table";
import { NotAllowedNote } from "@/components/providers/not-allowed-note";
import { ProviderForm } from "@/components/providers/provider-form";
import { TestButton } from "@/components/providers/test-button";
import { listCredentialStates } from "@/lib/accounts/credentials";
import { isAllowed } from "@/lib/accounts/permissions";
import { getSecret, requireMember } from "@/lib/auth";
import { markOfProvider } from "@/lib/config/change-provider";
import { findPriceInForce } from "@/lib/core/price";
import { getDb } from "@/lib/db";
import { type ListedEndpoint, listProviders } from "@/lib/reports/provider-list";
import { askProvider, submitEndpoint, submitProvider, tryEndpoint } from "../actions";

export const metadata: Metadata = { title: "Provider" };

export default async function ProviderPage({ params }: { params: Promise<{ id: string }> }) {
  const { member, team } = await requireMember();
  const { id } = await params;
  const [providers, credentials] = await Promise.all([
    listProviders(getDb(), member.teamId),
    listCredentialStates(getDb(), getSecret(), member.teamId),
  ]);
  const provider = providers.find((candidate) => candidate.id === id);
  if (!provider) notFound();
  const credential = describeCredential(credentials.get(id) ?? null, team.timeZone);
  const mayChange = isAllowed(member.role, "change the catalog");
  const { endpoints } = provider;
  const now = new Date();
  return (
    <>
      <PageHeader title={provider.name} scope={<><Link href="/providers" className="text-brand underline underline-offset-2">Providers</Link> / {provider.slug}. {provider.baseUrl}</>} />
      <div className="grid grid-cols-1 gap-4">
        {mayChange ? null : <NotAllowedNote role={member.role} />}
        <Panel title={plural(endpoints.length, "endpoint")} subtitle={`One for each model that it serves us. Times in ${team.timeZone}.`}>
          {endpoints.length === 0 ? (
            <p className="py-2 text-body text-muted">No endpoint yet. Add the first model below; then a profile can try it.</p>
          ) : (
            <EndpointsTable providerId={id} rows={endpoints} now={now} zone={team.timeZone} />
          )}
        </Panel>
        {mayChange && endpoints.length > 0 ? (
          <Panel title="Test connection" subtitle="Through the gateway, as your applications call.">
            <TestButton endpoints={byInputPrice(endpoints, now)} test={tryEndpoint.bind(null, team.id)} />
          </Panel>
        ) : null}
        {mayChange ? (
          <Panel title="Add an endpoint" subtitle="A model at this provider. Its price comes next.">
            <EndpointForm save={submitEndpoint.bind(null, team.id)} provider={provider} endpoint={null} mark="" />
          </Panel>
        ) : null}
        <Panel title="API key" subtitle="What we send it. Nobody can read it here.">
          <p className={credential.isBad ? "text-body text-danger" : "text-body text-ink"}>{credential.text}.</p>
          {mayChange ? <CheckButton providerId={id} check={askProvider.bind(null, team.id)} /> : null}
        </Panel>
        {mayChange ? (
          <Panel title="Provider" subtitle="A change reaches calls within a second; calls under way end as they began.">
            <ProviderForm save={submitProvider.bind(null, team.id)} provider={{ ...provider, hasCredential: credentials.has(id), billingAccount: provider.credential?.billingAccount ?? null }} mark={markOfProvider(provider)} />
          </Panel>
        ) : null}
      </div>
    </>
  );
}

/** The cheapest first: it is the one to try a key with. What has no price comes last. */
function byInputPrice(endpoints: readonly ListedEndpoint[], now: Date): { id: string; model: string }[] {
  const priced = endpoints.map(({ id, model, prices }) => ({ id, model, input: findPriceInForce(prices, now)?.price.base.input ?? null }));
  return priced.sort((a, b) => (a.input === null ? 1 : b.input === null ? -1 : Number(a.input - b.input)));
}
