import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/page-header";
import { NotAllowedNote } from "@/components/providers/not-allowed-note";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { listProviders } from "@/lib/reports/provider-list";
import { AgreedPricePanel, CataloguePanel, EndpointPanel, ListPricePanel, PricesPanel, TestPanel } from "./panels";

export const metadata: Metadata = { title: "Endpoint" };

export default async function EndpointPage({ params }: { params: Promise<{ id: string; endpointId: string }> }) {
  const { member, team } = await requireMember();
  const { id, endpointId } = await params;
  const provider = (await listProviders(getDb(), member.teamId)).find((candidate) => candidate.id === id);
  const endpoint = provider?.endpoints.find((candidate) => candidate.id === endpointId);
  if (!provider || !endpoint) notFound();
  const panel = { endpoint, now: new Date(), zone: team.timeZone, teamId: team.id };
  const mayChange = isAllowed(member.role, "change the catalog");
  return (
    <>
      <PageHeader
        title={endpoint.name}
        scope={<><Link href="/providers" className="text-brand underline underline-offset-2">Providers</Link> / <Link href={`/providers/${id}`} className="text-brand underline underline-offset-2">{provider.name}</Link>. Times in {team.timeZone}.</>}
      />
      <div className="grid grid-cols-1 gap-4">
        {mayChange ? null : <NotAllowedNote role={member.role} />}
        <PricesPanel {...panel} />
        <CataloguePanel {...panel} baseUrl={provider.baseUrl} />
        {mayChange ? (
          <>
            <TestPanel {...panel} />
            <ListPricePanel {...panel} />
            <AgreedPricePanel {...panel} />
            <EndpointPanel {...panel} provider={provider} />
          </>
        ) : null}
      </div>
    </>
  );
}
