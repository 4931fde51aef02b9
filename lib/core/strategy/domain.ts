import type { Cause } from "../outcome";
import type { Limits, Odds } from "./chain-cost";
import { orderByExpectedCost } from "./expected-cost";

/**
 * How likely a domain is down at any moment, before anything failed: the mean of the shares of minutes with an open
 * incident at two large providers, 2.2% and 0.85%, by their status pages from 2023-07 to 2024-08 (the data of arXiv
 * 2501.12469). Many incidents were partial and some never reported, so it is no more exact than this.
 */
export const DOMAIN_DOWN = 0.015;

/**
 * What a lost network, too much load or an outage looks like from outside. The others say something of a key or an
 * account (`auth`, `credit`, `rate_limited`), of a model (`not_found`), of the request, or of a single answer that was
 * already on its way; a timeout of the whole call says nothing of anybody.
 */
const DOMAIN_CAUSES: ReadonlySet<Cause> = new Set(["network", "overloaded", "server_error", "timeout_connect", "timeout_first_token"]);

/** Whether a failure may be a matter of the whole failure domain. */
export function isDomainCause(cause: Cause): boolean {
  return DOMAIN_CAUSES.has(cause);
}

/**
 * The chance that a domain is down after endpoints in it failed: by Bayes' rule, since a domain that is down fails
 * each of them for certain, and one that is up only with their own chances `fellBack`. Who fails often anyway says
 * little. One entry for each endpoint, however often it was tried: its failures are no news of the others.
 */
export function domainDownChance(failed: readonly Pick<Odds, "fellBack">[], prior = DOMAIN_DOWN): number {
  return failed.reduce((down, { fellBack }) => {
    const seen = down + (1 - down) * fellBack;
    return seen > 0 ? down / seen : down;
  }, prior);
}

/** The odds of another endpoint in the same domain after these failures: if the domain is down it falls back for certain. */
export function afterDomainFailure(odds: Odds, failed: readonly Pick<Odds, "fellBack">[], prior = DOMAIN_DOWN): Odds {
  const down = domainDownChance(failed, prior);
  return {
    ...odds,
    served: (1 - down) * odds.served,
    fellBack: down + (1 - down) * odds.fellBack,
    ended: (1 - down) * odds.ended,
  };
}

/** A candidate still to be tried; without odds where its cost is not known. */
export type Rated = { odds: Odds | null; failureDomain: string };

/** An endpoint that failed this call, with its chance to fall back as it was before, and the cause of its last failure. */
export type DomainFailure = { fellBack: number; failureDomain: string; cause: Cause };

/**
 * The indices of `rest` in the order with the least expected cost from here, given all that failed so far in this call:
 * all, since what one failure said of its domain still holds after the next one elsewhere. Endpoints of a domain that
 * may be down are judged by their posterior chances, so that one which is still the best stays first.
 */
export function reorderAfterFailures(
  rest: readonly Rated[],
  failures: readonly DomainFailure[],
  worth: number,
  limits: Limits,
): number[] {
  const telling = failures.filter(({ cause }) => isDomainCause(cause));
  const judged = rest.map(({ odds, failureDomain }) => {
    const failed = telling.filter((failure) => failure.failureDomain === failureDomain);
    return odds === null || failed.length === 0 ? odds : afterDomainFailure(odds, failed);
  });
  return orderByExpectedCost(judged, worth, limits);
}
