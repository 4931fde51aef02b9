import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { EndpointForm } from "@/components/providers/endpoint-form";
import { NotAllowedNote } from "@/components/providers/not-allowed-note";
import { preparePriceFields } from "@/components/providers/price-fields";
import { PriceForm } from "@/components/providers/price-form";
import { PriceHistory } from "@/components/providers/price-history";
import { formatTime } from "@/components/times";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { beginOfPrice } from "@/lib/catalog/prices";
import { markOfEndpoint } from "@/lib/config/change-endpoint";
import { findPriceInForce } from "@/lib/core/price";
import { getDb } from "@/lib/db";
import type { PriceInForce } from "@/lib/reports/prices";
import { listProviders } from "@/lib/reports/provider-list";
import { submitEndpoint, submitPrice } from "../../actions";

export const metadata: Metadata = { title: "Endpoint" };

export default async function EndpointPage({ params }: { params: Promise<{ id: string; endpointId: string }> }) {
  const { member, team } = await requireMember();
  const { id, endpointId } = await params;
  const provider = (await listProviders(getDb(), member.teamId)).find((candidate) => candidate.id === id);
  const endpoint = provider?.endpoints.find((candidate) => candidate.id === endpointId);
  if (!provider || !endpoint) notFound();
  const now = new Date();
  const mayChange = isAllowed(member.role, "change the catalog");
  const listed = endpoint.prices.filter(({ kind }) => kind === "list");
  const last = listed.at(-1);
  return (
    <>
      <PageHeader
        title={endpoint.name}
        scope={<><Link href="/providers" className="text-brand underline underline-offset-2">Providers</Link> / <Link href={`/providers/${id}`} className="text-brand underline underline-offset-2">{provider.name}</Link>. Times in {team.timeZone}.</>}
      />
      <div className="grid grid-cols-1 gap-4">
        {mayChange ? null : <NotAllowedNote role={member.role} />}
        <Panel title="Prices" subtitle="Every one it had. A call is charged at the one in force when it began, and that is never edited.">
          {endpoint.prices.length === 0 ? (
            <p className="py-2 text-body text-muted">No price yet: what its calls cost is unknown, and said to be, not counted as nothing.</p>
          ) : (
            <PriceHistory rows={endpoint.prices} now={now} zone={team.timeZone} />
          )}
        </Panel>
        {mayChange ? (
          <>
            <Panel title="Set a price">
              <PriceForm
                save={submitPrice.bind(null, team.id)}
                endpointId={endpoint.id}
                initial={last ? preparePriceFields(last.price) : {}}
                steps={last?.price.steps.length ?? 0}
                mark={last?.id ?? ""}
                from={describeFrom(listed, now, team.timeZone)}
              />
            </Panel>
            <Panel title="Endpoint" subtitle="What is known of the model here.">
              <EndpointForm save={submitEndpoint.bind(null, team.id)} provider={provider} endpoint={endpoint} mark={markOfEndpoint(endpoint)} />
            </Panel>
          </>
        ) : null}
      </div>
    </>
  );
}

/** From when a price that is saved now is in force, and what becomes of one that is still to come. */
function describeFrom(prices: readonly PriceInForce[], now: Date, zone: string): string {
  const hasPrice = findPriceInForce(prices, now) !== null;
  const from = `In force from ${formatTime(beginOfPrice(hasPrice, now), "minute", zone)} ${zone}`;
  if (!hasPrice) return `${from}, when this quarter-hour began.`;
  const replaced = prices.some(({ validFrom }) => validFrom > now) ? " It replaces the change that was still to come." : "";
  return `${from}, when the next quarter-hour begins. Calls until then keep the price they have.${replaced}`;
}
