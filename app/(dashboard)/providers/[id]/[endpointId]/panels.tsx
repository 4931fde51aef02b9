import { Panel } from "@/components/panel";
import { AgreementForm } from "@/components/providers/agreement-form";
import { Agreements } from "@/components/providers/agreements";
import { EndpointForm } from "@/components/providers/endpoint-form";
import { preparePriceFields } from "@/components/providers/price-fields";
import { PriceForm } from "@/components/providers/price-form";
import { PriceHistory } from "@/components/providers/price-history";
import { PriceNow } from "@/components/providers/price-now";
import { PriceSources } from "@/components/providers/price-sources";
import { TestButton } from "@/components/providers/test-button";
import { wallTime } from "@/components/times";
import { findKnownModel, loadKnown } from "@/lib/catalog/known/load-known";
import { markOfEndpoint } from "@/lib/config/change-endpoint";
import { nextQuarter } from "@/lib/core/period";
import { findListPriceInForce, findPriceInForce } from "@/lib/core/price";
import type { ListedEndpoint, ListedProvider } from "@/lib/reports/provider-list";
import { submitEndpoint, submitPrice, tryEndpoint } from "../../actions";
import { submitAgreement, submitEnd } from "./actions";
import { describeFrom, prepareAgreements, prepareNow } from "./prepare";

type PanelProps = { endpoint: ListedEndpoint; now: Date; zone: string };
type ChangeProps = PanelProps & { teamId: string };

export function PricesPanel({ endpoint: { prices }, now, zone }: PanelProps) {
  return (
    <Panel title="Prices" subtitle="Every one it had. A call is charged at the one in force when it began, and that is never edited.">
      {prices.length === 0 ? (
        <p className="py-2 text-body text-muted">No price yet: what its calls cost is unknown, and said to be, not counted as nothing.</p>
      ) : (
        <>
          <PriceNow {...prepareNow(prices, now, zone)} />
          <PriceHistory rows={prices} now={now} zone={zone} />
        </>
      )}
    </Panel>
  );
}

/** Nothing for an endpoint that the catalogue does not know. */
export async function CataloguePanel({ baseUrl, endpoint, now }: Omit<PanelProps, "zone"> & { baseUrl: string }) {
  const known = findKnownModel(await loadKnown(), baseUrl, endpoint.upstreamModel);
  if (known === null || known.prices.length === 0) return null;
  return (
    <Panel title="In the catalogue" subtitle="What the sources that come with this installation say, and of when.">
      <PriceSources known={known.prices} own={findListPriceInForce(endpoint.prices, now)?.price ?? null} />
    </Panel>
  );
}

export function TestPanel({ endpoint: { id, model }, teamId }: Pick<ChangeProps, "endpoint" | "teamId">) {
  return (
    <Panel title="Test connection" subtitle="Through the gateway, as your applications call.">
      <TestButton endpoints={[{ id, model }]} test={tryEndpoint.bind(null, teamId)} />
    </Panel>
  );
}

export function ListPricePanel({ endpoint: { id, prices }, now, zone, teamId }: ChangeProps) {
  const listed = prices.filter(({ kind }) => kind === "list");
  const last = listed.at(-1);
  return (
    <Panel title="List price" subtitle="What the provider asks of everybody. Feeds keep it as well.">
      <PriceForm
        save={submitPrice.bind(null, teamId)}
        endpointId={id}
        initial={last ? preparePriceFields(last.price) : {}}
        steps={last?.price.steps.length ?? 0}
        mark={last?.id ?? ""}
        from={describeFrom(listed, now, zone)}
      />
    </Panel>
  );
}

export function AgreedPricePanel({ endpoint: { id, prices }, now, zone, teamId }: ChangeProps) {
  const inForce = findPriceInForce(prices, now);
  const agreements = prepareAgreements(prices, now, zone);
  const first = wallTime(nextQuarter(now), zone);
  return (
    <Panel title="Agreed price" subtitle="What was agreed with you. It wins over the list, and over feeds, while it lasts.">
      {agreements.length > 0 ? <Agreements rows={agreements} end={submitEnd.bind(null, teamId)} endpointId={id} first={first} /> : null}
      <AgreementForm
        save={submitAgreement.bind(null, teamId)}
        endpointId={id}
        initial={inForce ? preparePriceFields(inForce.price) : {}}
        steps={inForce?.price.steps.length ?? 0}
        first={first}
        zone={zone}
      />
    </Panel>
  );
}

export function EndpointPanel({ endpoint, provider, teamId }: Pick<ChangeProps, "endpoint" | "teamId"> & { provider: ListedProvider }) {
  return (
    <Panel title="Endpoint" subtitle="What is known of the model here.">
      <EndpointForm save={submitEndpoint.bind(null, teamId)} provider={provider} endpoint={endpoint} mark={markOfEndpoint(endpoint)} />
    </Panel>
  );
}
