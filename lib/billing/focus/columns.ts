import { modelOf } from "@/lib/core/endpoint-name";
import { formatUsdExact } from "@/lib/core/money";
import { formatDecimal } from "@/lib/core/ratio";
import type { Charge } from "./charge";
import type { FocusVersion } from "./focus-version";

export type FocusType = "String" | "Decimal" | "Date/Time" | "JSON";

/** A column by the specification's id. Values are as the file has them; null is null. */
export type FocusColumn = { name: string; type: FocusType; value: (charge: Charge) => string | null };

/** Of a million tokens there are six decimals, of a pico-USD twelve. */
const QUANTITY_PLACES = 6;

/** The columns of a version: those of the specification, then our own. */
export function columnsOf(version: FocusVersion): readonly FocusColumn[] {
  return COLUMNS[version];
}

/** ProviderName and PublisherName name who sells the API: the developer of the weights publishes nothing there. */
function columnsOf12(): FocusColumn[] {
  const sellers = [text("ProviderName", ({ seller }) => seller.name), text("PublisherName", ({ seller }) => seller.name)];
  return [...SHARED, ...sellers, ...OWN];
}

/** 1.3 brought who sells and who runs it in place of provider and publisher, and 1.4 took those away. */
function columnsOf14(): FocusColumn[] {
  const sellers = [text("ServiceProviderName", ({ seller }) => seller.name), text("HostProviderName", ({ seller }) => seller.name)];
  return [...SHARED, ...sellers, text("InvoiceId", ({ seller }) => seller.invoiceNumber), ...OWN];
}

function text(name: string, value: FocusColumn["value"]): FocusColumn {
  return { name, type: "String", value };
}

function decimal(name: string, value: FocusColumn["value"]): FocusColumn {
  return { name, type: "Decimal", value };
}

function time(name: string, value: (charge: Charge) => Date): FocusColumn {
  return { name, type: "Date/Time", value: (charge) => `${value(charge).toISOString().slice(0, 19)}Z` };
}

function json(name: string, value: (charge: Charge) => Record<string, string> | null): FocusColumn {
  return { name, type: "JSON", value: (charge) => { const found = value(charge); return found && JSON.stringify(found); } };
}

const SHARED: readonly FocusColumn[] = [
  decimal("BilledCost", contractedCost),
  text("BillingAccountId", ({ seller }) => seller.billingAccountId),
  text("BillingAccountName", ({ seller }) => seller.billingAccountName),
  text("BillingCurrency", () => "USD"),
  time("BillingPeriodStart", ({ billing }) => billing.from),
  time("BillingPeriodEnd", ({ billing }) => billing.to),
  text("ChargeCategory", ({ kind }) => kind),
  text("ChargeClass", ({ correctionId }) => (correctionId === null ? null : "Correction")),
  text("ChargeDescription", ({ description }) => description),
  text("ChargeFrequency", ({ kind }) => (kind === "Usage" ? "Usage-Based" : "One-Time")),
  time("ChargePeriodStart", ({ period }) => period.from),
  time("ChargePeriodEnd", ({ period }) => period.to),
  decimal("ConsumedQuantity", ({ quantity }) => quantity && quantity.units.toString()),
  text("ConsumedUnit", ({ meter }) => meter && (meter.isTokens ? "Tokens" : "Requests")),
  decimal("ContractedCost", contractedCost),
  decimal("ContractedUnitPrice", (charge) => unitPrice(charge, charge.quantity?.unitPico)),
  decimal("EffectiveCost", contractedCost),
  text("InvoiceIssuerName", ({ seller }) => seller.name),
  decimal("ListCost", ({ listPico }) => formatUsdExact(listPico)),
  decimal("ListUnitPrice", (charge) => unitPrice(charge, charge.quantity?.listUnitPico)),
  text("PricingCategory", ({ meter }) => meter && "Standard"),
  decimal("PricingQuantity", pricingQuantity),
  text("PricingUnit", ({ meter }) => meter && (meter.isTokens ? "1000000 Tokens" : "Requests")),
  text("ServiceCategory", () => "AI and Machine Learning"),
  text("ServiceName", ({ seller }) => `${seller.name} Model API`),
  text("ServiceSubcategory", () => "Generative AI"),
  text("SkuId", skuId),
  text("SkuMeter", ({ meter }) => meter && meter.name),
  json("SkuPriceDetails", skuDetails),
  text("SkuPriceId", (charge) => { const id = skuId(charge); return id && `${id}/${contextTier(charge)}`; }),
  text("SubAccountId", ({ team }) => team.id),
  text("SubAccountName", ({ team }) => team.name),
  json("Tags", tags),
];

const OWN: readonly FocusColumn[] = [
  text("x_ApiKeyId", ({ key }) => key && key.id),
  text("x_ApiKeyName", ({ key }) => key && key.name),
  text("x_AttemptOutcome", ({ outcome }) => outcome),
  text("x_CorrectionId", ({ correctionId }) => correctionId),
  text("x_CostBasis", ({ basis }) => basis),
  text("x_Endpoint", ({ endpoint }) => endpoint),
  decimal("x_FallbackTier", ({ tier }) => (tier === null ? null : String(tier))),
  text("x_ListPriceVersionId", ({ price }) => price && (price.listId ?? price.id)),
  decimal("x_ListPriceStep", ({ price }) => price && String(price.listId === null ? price.step : price.listStep)),
  text("x_MemberId", ({ member }) => member && member.id),
  text("x_MemberName", ({ member }) => member && member.name),
  text("x_PriceVersionId", ({ price }) => price && price.id),
  decimal("x_PriceStep", ({ price }) => price && String(price.step)),
  text("x_Profile", ({ profile }) => profile && profile.slug),
  decimal("x_ProfileVersion", ({ profile }) => (profile?.version == null ? null : String(profile.version))),
  text("x_WasteCause", ({ cause }) => cause),
];

const COLUMNS: Readonly<Record<FocusVersion, readonly FocusColumn[]>> = { "1.2": columnsOf12(), "1.4": columnsOf14() };

function contractedCost({ contractedPico }: Charge): string {
  return formatUsdExact(contractedPico);
}

/** USD per million tokens, or per request. */
function unitPrice({ meter }: Charge, pico: bigint | undefined): string | null {
  if (!meter || pico === undefined) return null;
  return formatUsdExact(meter.isTokens ? pico * 10n ** BigInt(QUANTITY_PLACES) : pico);
}

function pricingQuantity({ meter, quantity }: Charge): string | null {
  if (!meter || !quantity) return null;
  return meter.isTokens ? trim(formatDecimal(quantity.units, QUANTITY_PLACES)) : quantity.units.toString();
}

function trim(decimal: string): string {
  return decimal.replace(/\.?0+$/, "");
}

function skuId({ endpoint, meter }: Charge): string | null {
  return endpoint && meter && `${endpoint}/${meter.id}`;
}

/** A step of a price is a product of its own: the same tokens of a longer prompt. */
function contextTier({ price }: Charge): string {
  return price === null || price.step === 0 ? "standard" : `long-context-${price.step}`;
}

function skuDetails(charge: Charge): Record<string, string> | null {
  const { endpoint, meter } = charge;
  if (!endpoint || !meter) return null;
  const model = modelOf(endpoint);
  return {
    ...(model.includes("/") ? { x_ModelDeveloper: model.slice(0, model.indexOf("/")) } : {}),
    x_ModelId: model,
    ...(meter.direction === null ? {} : { x_TokenDirection: meter.direction }),
    ...(meter.cacheAction === null ? {} : { x_TokenCacheAction: meter.cacheAction }),
    x_ContextTier: contextTier(charge),
  };
}

/** Our own words only: an hour's attempts are of calls with many tags, and one row cannot be of all of them. */
function tags({ profile }: Charge): Record<string, string> | null {
  if (!profile) return null;
  return { "routeledger/profile": profile.slug, ...(profile.version === null ? {} : { "routeledger/profile-version": String(profile.version) }) };
}
