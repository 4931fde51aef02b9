import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import type { ComponentProps } from "react";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { AgreementForm } from "@/components/providers/agreement-form";
import { type AgreementRow, Agreements } from "@/components/providers/agreements";
import { describeClassPrices } from "@/components/providers/describe-price";
import { EndpointForm } from "@/components/providers/endpoint-form";
import { NotAllowedNote } from "@/components/providers/not-allowed-note";
import { preparePriceFields } from "@/components/providers/price-fields";
import { PriceForm } from "@/components/providers/price-form";
import { PriceHistory } from "@/components/providers/price-history";
import { PriceNow } from "@/components/providers/price-now";
import { PriceSources } from "@/components/providers/price-sources";
import { TestButton } from "@/components/providers/test-button";
import { formatTime, wallTime } from "@/components/times";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { nextQuarter } from "@/lib/core/period";
import { findKnownModel, loadKnown } from "@/lib/catalog/known/load-known";
import { beginOfPrice } from "@/lib/catalog/prices";
import { markOfEndpoint } from "@/lib/config/change-endpoint";
import { findListPriceInForce, findPriceInForce } from "@/lib/core/price";
import { getDb } from "@/lib/db";
import type { PriceInForce } from "@/lib/reports/prices";
import { type ListedEndpoint, listProviders } from "@/lib/reports/provider-list";
import { submitEndpoint, submitPrice, tryEndpoint } from "../../actions";
import { submitAgreement, submitEnd } from "./actions";

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
  const inForce = findPriceInForce(endpoint.prices, now);
  const agreements = prepareAgreements(endpoint.prices, now, team.timeZone);
  const first = wallTime(nextQuarter(now), team.timeZone);
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
            <>
              <PriceNow {...prepareNow(endpoint.prices, now, team.timeZone)} />
              <PriceHistory rows={endpoint.prices} now={now} zone={team.timeZone} />
            </>
          )}
        </Panel>
        <CataloguePanel baseUrl={provider.baseUrl} endpoint={endpoint} now={now} />
        {mayChange ? (
          <>
            <Panel title="Test connection" subtitle="Through the gateway, as your applications call.">
              <TestButton endpoints={[{ id: endpoint.id, model: endpoint.model }]} test={tryEndpoint.bind(null, team.id)} />
            </Panel>
            <Panel title="List price" subtitle="What the provider asks of everybody. Feeds keep it as well.">
              <PriceForm
                save={submitPrice.bind(null, team.id)}
                endpointId={endpoint.id}
                initial={last ? preparePriceFields(last.price) : {}}
                steps={last?.price.steps.length ?? 0}
                mark={last?.id ?? ""}
                from={describeFrom(listed, now, team.timeZone)}
              />
            </Panel>
            <Panel title="Agreed price" subtitle="What was agreed with you. It wins over the list, and over feeds, while it lasts.">
              {agreements.length > 0 ? <Agreements rows={agreements} end={submitEnd.bind(null, team.id)} endpointId={endpoint.id} first={first} /> : null}
              <AgreementForm
                save={submitAgreement.bind(null, team.id)}
                endpointId={endpoint.id}
                initial={inForce ? preparePriceFields(inForce.price) : {}}
                steps={inForce?.price.steps.length ?? 0}
                first={first}
                zone={team.timeZone}
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

/** Nothing for an endpoint that the catalogue does not know. */
async function CataloguePanel({ baseUrl, endpoint, now }: { baseUrl: string; endpoint: ListedEndpoint; now: Date }) {
  const known = findKnownModel(await loadKnown(), baseUrl, endpoint.upstreamModel);
  if (known === null || known.prices.length === 0) return null;
  return (
    <Panel title="In the catalogue" subtitle="What the sources that come with this installation say, and of when.">
      <PriceSources known={known.prices} own={findListPriceInForce(endpoint.prices, now)?.price ?? null} />
    </Panel>
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

function prepareNow(prices: readonly PriceInForce[], now: Date, zone: string): ComponentProps<typeof PriceNow> {
  const [list, inForce] = [findListPriceInForce(prices, now), findPriceInForce(prices, now)];
  const agreed = inForce?.kind === "negotiated" ? inForce : null;
  return {
    list: list && { price: list.price, since: formatTime(list.validFrom, "minute", zone) },
    agreed: agreed && { price: agreed.price, since: formatTime(agreed.validFrom, "minute", zone), until: agreed.validUntil && formatTime(agreed.validUntil, "minute", zone) },
  };
}

/** Those that last or are to come. */
function prepareAgreements(prices: readonly PriceInForce[], now: Date, zone: string): AgreementRow[] {
  return prices
    .filter(({ kind, validUntil }) => kind === "negotiated" && (validUntil === null || validUntil > now))
    .map(({ id, price, validFrom, validUntil }) => ({
      id,
      price: describeClassPrices(price.base),
      when: `from ${formatTime(validFrom, "minute", zone)}${validUntil ? ` to ${formatTime(validUntil, "minute", zone)}` : ", without an end"}`,
      hasBegun: validFrom <= now,
    }));
}
