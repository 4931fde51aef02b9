import type { Caps } from "@/lib/core/profile";
import type { RoutingState } from "./routing-state";

/**
 * One worker's part of every cap, where several share a port and know nothing of each other: together they then keep
 * what an operator has set, whatever the number of workers. A worker that gets more than its part of the calls is at its
 * cap before the others are. A count smaller than the number of workers is one in each.
 */
export class ShareOfCaps implements RoutingState {
  constructor(
    private readonly own: RoutingState,
    private readonly workers: number,
  ) {}

  outlookOf(of: Parameters<RoutingState["outlookOf"]>[0]): ReturnType<RoutingState["outlookOf"]> {
    return this.own.outlookOf({ ...of, tier: this.shareOf(of.tier) });
  }

  enter(entrance: Parameters<RoutingState["enter"]>[0]): ReturnType<RoutingState["enter"]> {
    return this.own.enter({ ...entrance, candidate: this.shareOf(entrance.candidate) });
  }

  /** Of what was spent before, each worker takes its part, as it does of the cap. */
  addSpent(...[owner, endpointId, dayStartMs, pico]: Parameters<RoutingState["addSpent"]>): void {
    this.own.addSpent(owner, endpointId, dayStartMs, pico / BigInt(this.workers));
  }

  listOpenBreakers(): string[] {
    return this.own.listOpenBreakers();
  }

  forgetEndpoints(endpointIds: readonly string[]): void {
    this.own.forgetEndpoints(endpointIds);
  }

  forget(): void {
    this.own.forget();
  }

  private shareOf<Of extends { rules: { caps: Caps } }>(of: Of): Of {
    return { ...of, rules: { ...of.rules, caps: divideCaps(of.rules.caps, this.workers) } };
  }
}

export function divideCaps({ requestsPerMinute, tokensPerMinute, concurrent, picoPerDay }: Caps, workers: number): Caps {
  const divide = (count: number | null) => (count === null ? null : Math.min(count, Math.max(1, Math.floor(count / workers))));
  return {
    requestsPerMinute: divide(requestsPerMinute),
    tokensPerMinute: divide(tokensPerMinute),
    concurrent: divide(concurrent),
    picoPerDay: picoPerDay === null ? null : picoPerDay / BigInt(workers),
  };
}
