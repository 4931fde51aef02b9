import { exp, log } from "@/lib/core/exp-log";
import type { Assumption } from "./assumption";
import type { Interval } from "./result";
import type { Scenario } from "./scenario";
import { inverseNormal } from "./inverse-normal";
import { quantileOfRange } from "./ranges";
import { wilsonInterval } from "./wilson";

/** A success rate that comes from the ledger: so many attempts, and between which it lies with 95 in 100. */
export type RecordedSuccess = { endpoint: string; attempts: number; interval: Interval };

/** By which an interval of 95 in 100 is wider than one of 90. */
const WIDTH = inverseNormal(0.975) / inverseNormal(0.95);

/**
 * Wilson's interval; where nothing failed in n attempts, from 1 − 3/n on: the rule of three (J. Hanley, A. Lippman-Hand,
 * JAMA 249, 1983).
 */
export function successInterval(served: number, attempts: number): Interval {
  if (attempts > 0 && served >= attempts) return [Math.max(0, 1 - 3 / attempts), 1];
  return wilsonInterval(served, attempts);
}

/** A value from such an interval: logit-normal, or anywhere alike where the interval ends at 0 or 1. */
export function drawFromInterval([low, high]: Interval, u: number): number {
  if (low <= 0 || high >= 1) return low + u * (high - low);
  const logit = (share: number) => log(share / (1 - share));
  const share = (at: number) => 1 / (1 + exp(-at));
  const [middle, half] = [(logit(low) + logit(high)) / 2, (logit(high) - logit(low)) / 2 / WIDTH];
  return quantileOfRange([share(middle - half), share(middle + half)], "share", u);
}

/** The success rates of a scenario that come from the ledger, as its assumptions say. */
export function recordedIn({ scenario, assumptions }: { scenario: Scenario; assumptions: readonly Assumption[] }): RecordedSuccess[] {
  return assumptions.flatMap(({ path, source }) => {
    const name = endpointOf(path);
    const id = scenario.profile.tiers.find(({ endpoint }) => endpoint.name === name)?.endpoint.id;
    const success = id === undefined ? undefined : scenario.endpoints.get(id)?.success;
    if (name === null || success === undefined || source.kind !== "ledger") return [];
    return [{ endpoint: name, attempts: source.count, interval: successInterval(Math.round(success * source.count), source.count) }];
  });
}

/** Of a path such as `endpoints.groq/llama.success`; null for any other. */
export function endpointOf(path: string): string | null {
  return /^endpoints\.(.+)\.success$/.exec(path)?.[1] ?? null;
}
