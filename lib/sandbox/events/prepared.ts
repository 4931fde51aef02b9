import type { CallFacts } from "@/lib/core/call-facts";
import type { Pico } from "@/lib/core/money";
import type { PlanInput } from "@/lib/core/plan-input";
import { costOfUsage } from "@/lib/core/price";
import type { CallShape, Scenario } from "../scenario";
import { Alias } from "./alias";
import { prepareEndpoint, type PreparedEndpoint } from "./prepared-endpoint";
import { priceErasOf, type PriceEra } from "./price-eras";

const PICO_PER_USD = 1e12;

/** A scenario with everything worked out that is the same for all replications. */
export type Prepared = {
  scenario: Scenario;
  tiers: readonly PreparedTier[];
  shapes: readonly CallShape[];
  /** By shape. */
  facts: readonly CallFacts[];
  shapeOf: Alias;
  eras: readonly PriceEra[];
};

export type PreparedTier = {
  input: PlanInput;
  endpoint: PreparedEndpoint;
  /** What a served attempt costs, by `cellOf` shape and era; null where no price is known. */
  costPico: readonly (Pico | null)[];
  /** The same for display. */
  costUsd: Float64Array;
};

export function prepareScenario(scenario: Scenario): Prepared {
  const { profile, traffic, endpoints, domains, trouble } = scenario;
  const shapes = traffic.shapes;
  const eras = priceErasOf(scenario);
  const tiers = profile.tiers.map((tier, index): PreparedTier => {
    const model = endpoints.get(tier.endpoint.id);
    if (!model) throw new Error(`The scenario says nothing of ${tier.endpoint.name}`);
    const costPico = shapes.flatMap(({ usage }) => eras.map(({ prices }) => prices[index] ?? null).map((price) => price && costOfUsage(price, usage)));
    return {
      input: { ...tier, namedEndpoint: false, group: 0, sort: null },
      endpoint: prepareEndpoint(model, tier.endpoint.failureDomain, domains.get(tier.endpoint.failureDomain) ?? null, trouble),
      costPico,
      costUsd: Float64Array.from(costPico, (pico) => Number(pico ?? 0n) / PICO_PER_USD),
    };
  });
  const facts = shapes.map((shape) => factsOf(shape, traffic.startsAtMs));
  return { scenario, tiers, shapes, facts, shapeOf: new Alias(shapes.map(({ weight }) => weight)), eras };
}

/** Where a shape in an era is counted. */
export function cellOf(shape: number, era: number, eras: number): number {
  return shape * eras + era;
}

function factsOf({ usage, stream }: CallShape, startedAtMs: number): CallFacts {
  return {
    startedAtMs, promptTokens: usage.input, maxOutputTokens: null, stream,
    tools: false, images: false, jsonSchema: false, inputs: [], parameters: [], metadata: {},
  };
}
