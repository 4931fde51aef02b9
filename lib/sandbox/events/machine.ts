import { CLOSED } from "@/lib/core/breaker";
import { Capacity, hasCaps } from "@/lib/core/capacity";
import { createRunningMean } from "@/lib/core/running-mean";
import { EndpointState, TierGuard, TierState, type Pass } from "@/lib/core/tier-guard";
import { next, startWalk, type WalkEvent, type WalkState, type WalkStep } from "@/lib/core/walk";
import type { Random } from "../random";
import type { CallShape } from "../scenario";
import { Arrivals } from "./arrivals";
import { Counts, type TierCounts } from "./counts";
import { EndpointAtWork, type Fate } from "./endpoint-at-work";
import { EventQueue } from "./event-queue";
import { Outages } from "./outages";
import { PlanMemory, type KnownPlan } from "./plan-memory";
import { cellOf, type Prepared, type PreparedTier } from "./prepared";
import { reportFailed, reportServed } from "./report";

const WHOLE = 1_000_000;

/** One tier in one run: what guards it, and who answers behind it. */
type TierAtWork = { index: number; prepared: PreparedTier; guard: TierGuard; provider: EndpointAtWork };

/** A call under way. Times are ms from the start of the run. */
type LiveCall = {
  startedAtMs: number;
  shape: number;
  cell: number;
  plan: KnownPlan;
  state: WalkState;
  /** The attempt under way; null while it waits. */
  asking: { tier: TierAtWork; pass: Pass; fate: Fate; atMs: number } | null;
};

/**
 * The whole machine in one replication: calls come, are planned and walked by the very rules of the gateway, and ask
 * providers that do what the scenario says. What becomes of an attempt is decided when it begins, and told when it ends.
 */
export class Machine {
  readonly counts: Counts;
  private readonly queue = new EventQueue();
  private readonly calls: (LiveCall | null)[] = [];
  private readonly free: number[] = [];
  private readonly tiers: readonly TierAtWork[];
  private readonly plans: PlanMemory;
  private readonly arrivals: Arrivals;
  private readonly draws: Record<"shapes" | "plans" | "jitter", Random>;
  private readonly epochMs: number;
  private nextArrivalMs: number;
  private era = 0;

  constructor(
    private readonly prepared: Prepared,
    random: Random,
    private readonly maxCalls: number,
  ) {
    const { traffic, trouble } = prepared.scenario;
    this.counts = new Counts(prepared);
    this.epochMs = traffic.startsAtMs;
    this.tiers = createTiers(prepared, random);
    this.plans = new PlanMemory(prepared, this.tiers.map(({ guard }) => guard));
    this.arrivals = new Arrivals(traffic, trouble, random.split("arrivals"));
    this.draws = { shapes: random.split("shapes"), plans: random.split("plans"), jitter: random.split("jitter") };
    this.nextArrivalMs = this.arrivals.next();
  }

  /** Goes on until so many more calls have begun. @returns whether anything is left to do: calls that began are ended too */
  advance(calls: number): boolean {
    const until = this.counts.calls + calls;
    while (this.counts.calls < until) {
      const dueMs = this.queue.nextAtMs;
      if (dueMs <= this.nextArrivalMs) {
        if (dueMs === Infinity) return false;
        this.resume(this.queue.pop(), dueMs);
      } else {
        const atMs = this.nextArrivalMs;
        this.begin(atMs);
        this.nextArrivalMs = this.arrivals.next();
        if (this.counts.calls >= this.maxCalls) this.nextArrivalMs = Infinity;
      }
    }
    return true;
  }

  private begin(atMs: number): void {
    const { eras, shapeOf } = this.prepared;
    while ((eras[this.era + 1]?.fromMs ?? Infinity) <= atMs) this.era += 1;
    const shape = shapeOf.pick(this.draws.shapes.next());
    const draw = this.draws.plans.next();
    const plan = this.plans.planFor(shape, { nowMs: this.epochMs + atMs, era: this.era, draw });
    const call: LiveCall = { startedAtMs: atMs, shape, cell: cellOf(shape, this.era, eras.length), plan, state: startWalk(plan.walk), asking: null };
    this.counts.calls += 1;
    this.counts.timeline.addCall(this.counts.timeline.stretchOf(atMs));
    // The gateway answers a call that nobody can serve before it walks.
    if (plan.candidates.length === 0) this.end(call, null);
    else this.follow(this.keep(call), call, this.tell(call, START, atMs), atMs);
  }

  /** Something that was waited for has come. */
  private resume(event: number, atMs: number): void {
    const place = event >> 1;
    const call = this.calls[place];
    if (!call) throw new Error("An event of no call");
    const { asking } = call;
    if (event & 1) {
      asking?.pass.speaks();
      if (asking) this.learn(asking, atMs);
    } else {
      this.follow(place, call, asking ? this.settle(call, asking, atMs) : this.tell(call, WAITED, atMs), atMs);
    }
  }

  /** Does what the walk says, until it has to wait for something. */
  private follow(place: number, call: LiveCall, first: WalkStep, atMs: number): void {
    let step = first;
    for (;;) {
      if (step.type === "attempt") {
        const tier = this.tierAt(call, step.candidate);
        const candidate = call.plan.candidates[step.candidate];
        const facts = this.prepared.facts[call.shape];
        if (!candidate || !facts) throw new Error(`The plan has no candidate ${step.candidate}`);
        const door = tier.guard.enter({ candidate, facts, forced: step.forced }, this.epochMs + atMs);
        if (door.open) {
          this.ask(place, call, { tier, pass: door.pass, timers: step.timers }, atMs);
          return;
        }
        this.countsOf(tier).skipped += 1;
        step = this.tell(call, { type: "skipped", why: door.why, freeAtMs: door.freeAtMs }, atMs);
      } else if (step.type === "wait") {
        call.asking = null;
        this.queue.push(atMs + step.ms, place << 1);
        return;
      } else if (step.type === "stop") {
        this.end(call, step.outcome === "served" ? call.state.candidate : null);
        this.calls[place] = null;
        this.free.push(place);
        return;
      } else {
        throw new Error(`The walk asked for ${step.type} without content`);
      }
    }
  }

  private ask(place: number, call: LiveCall, { tier, pass, timers }: { tier: TierAtWork; pass: Pass; timers: Extract<WalkStep, { type: "attempt" }>["timers"] }, atMs: number): void {
    const shape = this.shapeOf(call);
    const fate = tier.provider.ask(shape, timers, atMs);
    call.asking = { tier, pass, fate, atMs };
    const counts = this.countsOf(tier);
    counts.attempts += 1;
    counts.use?.start(atMs);
    const { firstTokenMs, totalMs } = fate;
    // That a provider speaks is news only while it is suspected to be down, or where its headers say something.
    if (firstTokenMs !== null && firstTokenMs < totalMs && (pass.isSuspect || tier.provider.saysWhatIsLeft)) {
      this.queue.push(atMs + firstTokenMs, (place << 1) | 1);
    }
    this.queue.push(atMs + totalMs, place << 1);
  }

  /** An attempt has ended: tells whoever learns from it, counts it, and asks the walk what to do. */
  private settle(call: LiveCall, asking: NonNullable<LiveCall["asking"]>, atMs: number): WalkStep {
    const { tier, pass, fate } = asking;
    const { mode, firstTokenMs } = fate;
    const shape = this.shapeOf(call);
    const costPico = tier.prepared.costPico[call.cell] ?? null;
    tier.provider.settle(fate, shape, atMs);
    if (firstTokenMs === null) this.learn(asking, atMs);
    // That it was promised its answer matters only to a call that does not get it.
    else if (mode) this.tell(call, CONTENT, atMs);
    this.count(call, asking, atMs);
    const { candidate, committed } = call.state;
    const report = mode ? reportFailed(shape, { mode, fate, plan: call.plan, candidate, committed, costPico }) : reportServed(shape, fate, costPico);
    pass.end(report, this.epochMs + atMs);
    if (!this.prepared.scenario.breakers) tier.guard.endpoint.breaker = CLOSED;
    if (!mode) return this.tell(call, SERVED, atMs);
    return this.tell(call, { type: "failed", cause: mode.cause, httpStatus: mode.httpStatus, retryAfterMs: fate.retryAfterMs, staleSocket: false }, atMs);
  }

  private count(call: LiveCall, { tier, fate, atMs: askedAtMs }: NonNullable<LiveCall["asking"]>, atMs: number): void {
    const { counts } = this;
    const { mode, firstTokenMs, totalMs } = fate;
    const own = this.countsOf(tier);
    const servedUsd = tier.prepared.costUsd[call.cell] ?? 0;
    const spentUsd = mode ? (servedUsd * mode.billedMillionths) / WHOLE : servedUsd;
    counts.timeline.addSpend(counts.timeline.stretchOf(call.startedAtMs), spentUsd);
    own.use?.end(mode ? null : this.shapeOf(call).usage, spentUsd, atMs);
    if (mode) {
      own.addFailed(mode.index, call.cell);
      return;
    }
    const beforeMs = askedAtMs - call.startedAtMs;
    own.addServed(call.plan.primary, call.cell);
    counts.firstTokenMs.add(beforeMs + (firstTokenMs ?? totalMs));
    counts.wholeMs.add(beforeMs + totalMs);
  }

  /** What an answer's headers say of the provider's limits. */
  private learn({ tier, pass, fate }: NonNullable<LiveCall["asking"]>, atMs: number): void {
    const isAnswer = fate.mode === null || fate.firstTokenMs !== null || fate.mode.httpStatus !== null;
    const left = isAnswer && tier.provider.saysWhatIsLeft ? tier.provider.left(atMs) : null;
    if (left) pass.learn({ ...left, saidAtMs: this.epochMs + atMs });
  }

  private tell(call: LiveCall, event: WalkEvent, atMs: number): WalkStep {
    // Only a failure may lead to a pause that is drawn.
    const random = event.type === "failed" ? this.draws.jitter.next() : 0;
    const [state, step] = next(call.state, event, call.plan.walk, atMs - call.startedAtMs, random);
    call.state = state;
    return step;
  }

  private keep(call: LiveCall): number {
    const place = this.free.pop() ?? this.calls.length;
    this.calls[place] = call;
    return place;
  }

  private tierAt({ plan }: LiveCall, candidate: number): TierAtWork {
    const tier = this.tiers[plan.tiers[candidate] ?? -1];
    if (!tier) throw new Error(`The plan has no candidate ${candidate}`);
    return tier;
  }

  private countsOf(tier: TierAtWork | number): TierCounts {
    const counts = this.counts.tiers[typeof tier === "number" ? tier : tier.index];
    if (!counts) throw new Error("A tier without counts");
    return counts;
  }

  private shapeOf({ shape }: LiveCall): CallShape {
    const found = this.prepared.shapes[shape];
    if (!found) throw new Error(`There is no shape ${shape}`);
    return found;
  }

  /** The call is over. @param candidate who served it, null for nobody */
  private end({ plan, startedAtMs }: LiveCall, candidate: number | null): void {
    const { counts } = this;
    const stretch = counts.timeline.stretchOf(startedAtMs);
    const passedBy = plan.passedBy[candidate ?? plan.candidates.length];
    if (passedBy) for (const tier of passedBy) this.countsOf(tier).skipped += 1;
    if (candidate === null) {
      counts.unserved += 1;
      counts.timeline.addUnserved(stretch);
      return;
    }
    counts.timeline.addServed(stretch, plan.tiers[candidate] ?? 0);
    if (candidate === 0 && passedBy?.length === 0) counts.servedByFirst += 1;
  }
}

const START: WalkEvent = { type: "start" };
const WAITED: WalkEvent = { type: "waited" };
const CONTENT: WalkEvent = { type: "content" };
const SERVED: WalkEvent = { type: "served" };

/** Tiers with the same endpoint share what is known of it, as in the gateway; the endpoints of a domain share its outages. */
function createTiers({ tiers, scenario }: Prepared, random: Random): TierAtWork[] {
  const output = createRunningMean();
  const outages = new Map([...scenario.domains].map(([name, model]) => [name, new Outages(model, random.split(`outages ${name}`))]));
  return tiers.map((prepared, index) => {
    const { endpoint, rules } = prepared.input;
    return {
      index,
      prepared,
      guard: new TierGuard(new EndpointState(), new TierState(hasCaps(rules.caps) ? new Capacity() : null), output),
      provider: new EndpointAtWork(prepared.endpoint, outages.get(endpoint.failureDomain) ?? null, random.split(`attempts at ${endpoint.name}`)),
    };
  });
}
