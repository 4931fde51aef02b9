import { solveClosedForm } from "./closed-form/solve";
import type { Interval, SimulationResult } from "./result";
import type { ProviderLimits, Scenario } from "./scenario";

/** Which closed form a scenario has: tiers that fail apart or with their domains, one limit of a provider's, or caps that overflow. */
export type ExactForm = "chain" | "fixed-minute" | "bucket" | "erlang";

/** The part of tier 1 in the served calls, by formula and as it was simulated. */
export type ExactCheck = { form: ExactForm; expected: number; interval: Interval; holds: boolean };

const ROUNDING = 1e-9;

/**
 * Holds a simulation against the closed form of its scenario; null where none is exact, or where there is no interval to
 * hold it against. An interval of 95 in 100 misses the truth in 5 of 100 scenarios.
 */
export function checkExactly(scenario: Scenario, simulated: SimulationResult): ExactCheck | null {
  const form = exactFormOf(scenario);
  const interval = simulated.intervals?.p[0];
  const expected = form && solveClosedForm(scenario).tiers[0]?.p;
  if (!form || !interval || expected == null) return null;
  const [low, high] = interval;
  return { form, expected, interval, holds: low - ROUNDING <= expected && expected <= high + ROUNDING };
}

/** null where the closed form is an approximation, or leaves out what the simulation has. */
export function exactFormOf(scenario: Scenario): ExactForm | null {
  const { strategy, wait } = scenario.profile.rules;
  if (scenario.breakers || wait.maxMs > 0 || strategy === "fastest" || strategy === "expected-cost") return null;
  const uses = scenario.profile.tiers.map(({ endpoint, rules }) => ({ rules, model: scenario.endpoints.get(endpoint.id) }));
  const limits = uses.map(({ model }) => model?.limits ?? null);
  const isCapped = uses.map(({ rules: { caps } }) => Object.values(caps).some((cap) => cap !== null));
  if (limits.every((each) => each === null) && !isCapped.includes(true)) return "chain";
  if (!isSteady(scenario) || strategy !== "ordered") return null;
  if (!isCapped.includes(true)) return limitForm(limits, uses[0]?.rules.retries ?? 0);
  return limits.every((each) => each === null) && overflowAlone(scenario) ? "erlang" : null;
}

/** Poisson calls at one rate, and nothing that comes or goes. */
function isSteady({ traffic, trouble, domains }: Scenario): boolean {
  const [rate] = traffic.rate.callsPerMinute;
  return traffic.arrivals === "poisson" && trouble.length === 0 && domains.size === 0 && traffic.rate.callsPerMinute.every((each) => each === rate);
}

/** Tier 1 alone has a limit, on requests alone, which nobody learns of and each call asks once. */
function limitForm([first, ...others]: readonly (ProviderLimits | null)[], retries: number): ExactForm | null {
  if (!first || retries > 0 || others.some((each) => each !== null)) return null;
  const { requestsPerMinute, tokensPerMinute, inputTokensPerMinute, outputTokensPerMinute, saysWhatIsLeft, window } = first;
  const isPlain = requestsPerMinute !== null && tokensPerMinute === null && inputTokensPerMinute === null && outputTokensPerMinute === null;
  return isPlain && !saysWhatIsLeft ? window : null;
}

/** The first tiers never fail, have a cap of the same kind and hold a call for as long; none after them has one. */
function overflowAlone({ profile, endpoints }: Scenario): boolean {
  const tiers = profile.tiers.map(({ endpoint, rules }) => ({ caps: rules.caps, model: endpoints.get(endpoint.id) }));
  const cappedTiers = tiers.filter(({ caps }) => Object.values(caps).some((cap) => cap !== null));
  const [first] = cappedTiers;
  if (!first || cappedTiers.some((each, index) => each !== tiers[index])) return false;
  return cappedTiers.every(({ caps, model }) => {
    const kind = caps.concurrent !== null && caps.requestsPerMinute === null;
    const isOneKind = (caps.concurrent === null) !== (caps.requestsPerMinute === null) && caps.tokensPerMinute === null && caps.picoPerDay === null;
    const isLikeFirst = kind === (first.caps.concurrent !== null) && (!kind || holdsAs(model, first.model));
    return isOneKind && isLikeFirst && model?.success === 1;
  });
}

function holdsAs(one: { firstTokenMs: unknown; tokensPerSecond: number } | undefined, other: typeof one): boolean {
  return one?.tokensPerSecond === other?.tokensPerSecond && JSON.stringify(one?.firstTokenMs) === JSON.stringify(other?.firstTokenMs);
}
