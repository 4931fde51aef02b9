import { downShareOf, type Scenario } from "../scenario";
import { meanOf } from "../spread";

/** Which failure domains are down at a moment, and how likely that is. */
export type DomainState = { share: number; down: ReadonlySet<string> };

export type DomainStates = {
  states: readonly DomainState[];
  /** Of those that no state speaks of: the chance of being down, anew at every attempt. */
  apart: ReadonlyMap<string, number>;
};

/** 2⁸ states at most. */
const MAX_DOMAINS = 8;

/**
 * All states of the failure domains, each down or up by itself in the long run. A domain that a call asks once at the
 * most needs no state of its own: its chance of being down then is one more way to fail. So do, as an approximation,
 * the domains beyond eight that are down least.
 * @param isLoadLimited caps or limits look at the whole traffic: then every domain's state matters to all calls
 */
export function listDomainStates({ profile, domains }: Scenario, isLoadLimited: boolean): DomainStates {
  const { wait } = profile.rules;
  const found = new Map<string, { down: number; mayMeetAgain: boolean }>();
  for (const { endpoint, rules } of profile.tiers) {
    const model = domains.get(endpoint.failureDomain);
    if (!model) continue;
    const down = downShareOf(model.upMinutes, meanOf(model.outageMinutes));
    const mayMeetAgain = found.has(endpoint.failureDomain) || rules.retries > 0 || wait.maxMs > 0 || isLoadLimited;
    if (down > 0) found.set(endpoint.failureDomain, { down, mayMeetAgain });
  }
  const together = [...found].filter(([, { mayMeetAgain }]) => mayMeetAgain).sort(([, a], [, b]) => b.down - a.down).slice(0, MAX_DOMAINS);
  const names = new Set(together.map(([name]) => name));
  const apart = new Map([...found].flatMap(([name, { down }]) => (names.has(name) ? [] : [[name, down]])));
  const states = together.reduce<DomainState[]>(
    (sofar, [name, { down }]) => sofar.flatMap((state) => [
      { ...state, share: state.share * (1 - down) },
      { share: state.share * down, down: new Set([...state.down, name]) },
    ]),
    [{ share: 1, down: new Set() }],
  );
  return { states: states.filter(({ share }) => share > 0), apart };
}

/** How likely a domain is down in a state. */
export function downChance(name: string, { down }: DomainState, { apart }: DomainStates): number {
  return apart.get(name) ?? Number(down.has(name));
}
