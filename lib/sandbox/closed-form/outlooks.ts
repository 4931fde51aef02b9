import type { Chances, Outlook, Speed } from "@/lib/core/outlook";
import type { Price } from "@/lib/core/price";
import type { Tier } from "@/lib/core/profile";
import { leavesTier } from "@/lib/core/triggers";
import { downShareOf, type EndpointModel, type Scenario } from "../scenario";
import { meanOf, quantileOf } from "../spread";
import { NOTHING_KNOWN } from "@/lib/core/outlook";
import { priceAt, slownessAt, type Phase } from "./phases";
import type { ShapeMeans } from "./shape-means";

/** So many that what a healthy endpoint is taken for before anything was seen does not show. */
const SEEN_ATTEMPTS = 100_000;
/** The quickest of the last 64. */
const QUICKEST = 1 / 128;
const MILLION = 1_000_000n;

/** What the gateway would know of each tier after a long time of such a phase, breakers and caps apart: the model's own means. */
export function outlooksOf(scenario: Scenario, models: readonly EndpointModel[], phase: Phase, means: ShapeMeans): Outlook[] {
  const cachedShare = means.inputTokens === 0 ? 0 : means.cachedTokens / means.inputTokens;
  return scenario.profile.tiers.map((tier, index) => {
    const model = models[index];
    if (!model) return NOTHING_KNOWN;
    const { endpoint } = tier;
    const price = priceAt(model.prices, endpoint.id, phase);
    const slowness = slownessAt(endpoint.failureDomain, phase);
    const writingMs = (means.outputTokens / model.tokensPerSecond) * 1_000;
    return {
      ...NOTHING_KNOWN,
      price: price && scalePrice(price.price, price.factor),
      outputTokens: means.outputTokens,
      cachedShare,
      firstToken: speedOf(model, slowness, 0),
      whole: speedOf(model, slowness, writingMs),
      tokensPerSecond: model.tokensPerSecond / slowness,
      chances: chancesOf(scenario, tier, model),
      failedCostPico: scenario.profile.rules.strategy !== "expected-cost" ? null : price && price.factor * means.costPico(price.price) * billedShare(model),
    };
  });
}

function speedOf({ firstTokenMs }: EndpointModel, slowness: number, writingMs: number): Speed {
  const at = (u: number) => slowness * (quantileOf(firstTokenMs, u) + writingMs);
  return { p50Ms: at(0.5), p90Ms: at(0.9), minMs: at(QUICKEST) };
}

function chancesOf({ profile, domains }: Scenario, { endpoint, rules }: Tier, { success, failures }: EndpointModel): Chances {
  const domain = domains.get(endpoint.failureDomain);
  const down = domain ? downShareOf(domain.upMinutes, meanOf(domain.outageMinutes)) : 0;
  const leaves = (failure: EndpointModel["failures"][number]) => leavesTier(failure, rules.triggers, profile.rules.triggers);
  const leaving = failures.reduce((sum, failure) => sum + (leaves(failure) ? failure.share : 0), 0);
  const served = (1 - down) * success;
  const fellBack = (1 - down) * (1 - success) * leaving + (domain && leaves(domain.failure) ? down : 0);
  return { served: served * SEEN_ATTEMPTS, fellBack: fellBack * SEEN_ATTEMPTS, ended: (1 - served - fellBack) * SEEN_ATTEMPTS };
}

function billedShare({ failures }: EndpointModel): number {
  return failures.reduce((sum, { share, billedMillionths }) => sum + (share * billedMillionths) / 1_000_000, 0);
}

const scaled = new WeakMap<Price, Map<number, Price>>();

/** For planning alone: to whole pico-USD a token. */
function scalePrice(price: Price, factor: number): Price {
  if (factor === 1) return price;
  const known = scaled.get(price)?.get(factor);
  if (known) return known;
  const millionths = BigInt(Math.round(factor * 1_000_000));
  const scale = <T extends Partial<Record<string, bigint>>>(prices: T): T =>
    Object.fromEntries(Object.entries(prices).map(([name, pico]) => [name, pico === undefined ? pico : (pico * millionths) / MILLION])) as T;
  const made: Price = { base: scale(price.base), steps: price.steps.map((step) => ({ ...step, prices: scale(step.prices) })) };
  scaled.set(price, (scaled.get(price) ?? new Map<number, Price>()).set(factor, made));
  return made;
}
