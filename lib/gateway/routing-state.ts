import { isBroken } from "@/lib/core/breaker";
import type { CallFacts } from "@/lib/core/call-facts";
import type { RateLimits } from "@/lib/core/learned-limits";
import type { Outlook } from "@/lib/core/outlook";
import type { Candidate } from "@/lib/core/plan";
import type { PlanInput } from "@/lib/core/plan-input";
import type { Price } from "@/lib/core/price";
import { createRunningMean, type RunningMean } from "@/lib/core/running-mean";
import { EndpointState, TierGuard, TierState, type Closed, type Pass as GuardPass, type Report } from "@/lib/core/tier-guard";

/** Whose tier it is: caps and what a profile's calls make a model write belong to a profile, not to one version of it. */
export type Owner = { teamId: string; profileSlug: string };

/** What is asked before an attempt, and told after it. */
export type Pass = {
  /** What the answer's headers said of the provider's limits, and when. */
  learn(limits: RateLimits & { saidAtMs: number }): void;
  /** Nothing came of it: it never happened. In place of `end`. */
  giveUp(): void;
  /** The stream has begun: its provider is alive. */
  speaks(): void;
  /** To be called once, however the attempt ended. */
  end(report: Report): void;
};

export type Door = { open: true; pass: Pass } | Closed;

/** Whose turn it is, and what it is expected to use. */
export type Entrance = { owner: Owner; candidate: Candidate; facts: CallFacts; forced: boolean };

/**
 * What routing knows from the calls before: breakers, caps, speeds, chances. Each process has its own, which is
 * lost with it but for the spend of the day; whoever shares it between gateways does so behind this interface.
 */
export type RoutingState = {
  /** What is known of a tier's endpoint for one call. Reserves nothing. */
  outlookOf(of: { owner: Owner; tier: PlanInput; price: Price | null; facts: CallFacts }): Outlook;
  /** Takes a place for one attempt, unless its breaker or a cap has closed its door. */
  enter(entrance: Entrance): Door;
  /** The ids of endpoints that a breaker keeps calls from, or did until a moment ago. */
  listOpenBreakers(): string[];
  /** Adds what a profile spent at an endpoint today, before this process. */
  addSpent(owner: Owner, endpointId: string, dayStartMs: number, pico: bigint): void;
  /** What was learned of these no longer holds: they have another credential. */
  forgetEndpoints(endpointIds: readonly string[]): void;
  /** Knows nothing any more, as after a restart. */
  forget(): void;
};

/** Finds the guard of each tier, and tells it the time. */
export class LocalRoutingState implements RoutingState {
  private readonly endpoints = new Map<string, EndpointState>();
  private readonly tiers = new Map<string, TierState>();
  /** Tokens that a profile's answers had, wherever they came from. */
  private readonly outputs = new Map<string, RunningMean>();

  /** @param now milliseconds since the epoch */
  constructor(private readonly now: () => number = Date.now) {}

  outlookOf({ owner, tier, price, facts }: Parameters<RoutingState["outlookOf"]>[0]): Outlook {
    return this.guardOf(owner, tier.endpoint.id).outlookOf({ tier, price, facts }, this.now());
  }

  enter({ owner, candidate, facts, forced }: Entrance): Door {
    const door = this.guardOf(owner, candidate.endpoint.id).enter({ candidate, facts, forced }, this.now());
    return door.open ? { open: true, pass: this.timed(door.pass) } : door;
  }

  addSpent(owner: Owner, endpointId: string, dayStartMs: number, pico: bigint): void {
    this.tierState(owner, endpointId).capacity?.addSpent(dayStartMs, pico, this.now());
  }

  listOpenBreakers(): string[] {
    return [...this.endpoints].filter(([, { breaker }]) => isBroken(breaker, this.now())).map(([id]) => id);
  }

  forgetEndpoints(endpointIds: readonly string[]): void {
    for (const id of endpointIds) this.endpoints.delete(id);
  }

  forget(): void {
    this.endpoints.clear();
    this.tiers.clear();
    this.outputs.clear();
  }

  private timed(pass: GuardPass): Pass {
    return {
      learn: (limits) => {
        pass.learn(limits);
      },
      speaks: () => {
        pass.speaks();
      },
      giveUp: () => {
        pass.giveUp(this.now());
      },
      end: (report) => {
        pass.end(report, this.now());
      },
    };
  }

  private guardOf(owner: Owner, endpointId: string): TierGuard {
    const { teamId, profileSlug } = owner;
    const endpoint = getOrCreate(this.endpoints, endpointId, () => new EndpointState());
    const output = getOrCreate(this.outputs, `${teamId} ${profileSlug}`, createRunningMean);
    return new TierGuard(endpoint, this.tierState(owner, endpointId), output);
  }

  private tierState({ teamId, profileSlug }: Owner, endpointId: string): TierState {
    return getOrCreate(this.tiers, `${teamId} ${endpointId} ${profileSlug}`, () => new TierState());
  }
}

function getOrCreate<T>(map: Map<string, T>, key: string, create: () => T): T {
  const found = map.get(key);
  if (found !== undefined) return found;
  const created = create();
  map.set(key, created);
  return created;
}
