import { modelOf, providerOf } from "@/lib/core/endpoint-name";
import type { Range } from "@/lib/core/period";
import { NIL_ID } from "@/lib/core/profile";
import { type Charge, type Meter, METERS } from "./charge";
import type { FocusNames } from "./focus-names";
import type { HourOfUsage } from "./read-usage";

const HOUR_MS = 3_600_000;

type Shared = Omit<Charge, "kind" | "description" | "meter" | "contractedPico" | "listPico" | "quantity">;

/**
 * The charges of an hour: one for each meter, with its units, its price and their product. What the ledger owes beside
 * the products, such as a cost that a broker named itself, is an adjustment without a quantity, so that charges always
 * add up to `costPico`. Of what is unknown there is none: the specification has no place for it.
 */
export function listCharges(hour: HourOfUsage, names: FocusNames, billing: Range): Charge[] {
  if (hour.basis === "unknown") return [];
  const shared = describe(hour, names, billing);
  const metered = METERS.flatMap((meter) => chargeOf(meter, hour, shared, names) ?? []);
  const restPico = metered.reduce((rest, { contractedPico }) => rest - contractedPico, hour.costPico);
  return restPico === 0n ? metered : [...metered, adjust(shared, restPico)];
}

function chargeOf(meter: Meter, hour: HourOfUsage, shared: Shared, names: FocusNames): Charge | null {
  const { units, costPico } = hour.classes[meter.class];
  // What does not divide was not priced by units: it is part of the rest.
  if (units <= 0n || costPico % units !== 0n) return null;
  const unitPico = costPico / units;
  const listUnitPico = names.listUnitPrice(hour.listPriceId, hour.listPriceStep, meter.class) ?? unitPico;
  // Every request is counted, and hardly anybody asks a fee for one.
  if (!meter.isTokens && unitPico === 0n && listUnitPico === 0n) return null;
  return {
    ...shared,
    kind: "Usage",
    description: `${meter.name}, ${modelOf(hour.endpoint)} via ${shared.seller.name}`,
    meter,
    contractedPico: costPico,
    listPico: units * listUnitPico,
    quantity: { units, unitPico, listUnitPico },
  };
}

function adjust(shared: Shared, pico: bigint): Charge {
  const description = `What ${shared.seller.name} charged beside units and prices, ${shared.endpoint}`;
  return { ...shared, kind: "Adjustment", description, meter: null, contractedPico: pico, listPico: pico, quantity: null, price: null };
}

function describe(hour: HourOfUsage, names: FocusNames, billing: Range): Shared {
  const { endpoint, tier, outcome, cause, basis, keyId, priceId, priceStep, listPriceId, listPriceStep } = hour;
  return {
    correctionId: null,
    billing,
    period: { from: hour.hour, to: new Date(hour.hour.getTime() + HOUR_MS) },
    seller: names.seller(providerOf(endpoint)),
    endpoint,
    team: names.team,
    profile: names.profile(hour.profileVersionId),
    tier,
    outcome,
    cause: cause === "" ? null : cause,
    basis,
    price: priceId === NIL_ID ? null : { id: priceId, step: priceStep, listId: listPriceId === NIL_ID ? null : listPriceId, listStep: listPriceStep },
    key: { id: keyId, name: names.key(keyId) },
    member: names.member(keyId),
  };
}
