import type { CallFacts } from "@/lib/core/call-facts";
import type { Amount } from "@/lib/core/capacity";
import { unfitForCall } from "@/lib/core/eligible";
import type { Outlook } from "@/lib/core/outlook";
import { planCall, type Candidate } from "@/lib/core/plan";
import type { PlanInput } from "@/lib/core/plan-input";
import type { ProfileRules } from "@/lib/core/profile";
import { weighProspect } from "@/lib/core/prospect";
import type { TierGuard } from "@/lib/core/tier-guard";
import type { WalkPlan } from "@/lib/core/walk";
import { walkPlanOf } from "@/lib/core/walk-plan";
import type { Prepared } from "./prepared";

/** How many calls may be planned with the same figures. */
const MAX_CALLS = 256;
const MINUTE_MS = 60_000;
const NOTHING: Amount = { tokens: 0, pico: 0n };

/** The plan of a call, as the walk and the counts ask for it. Its times are from the call's start. */
export type KnownPlan = {
  candidates: readonly Candidate[];
  walk: WalkPlan;
  /** The tiers of the candidates, from 0. */
  tiers: readonly number[];
  /** Whom the strategy ranks first, from 0. */
  primary: number;
  /** By the place of a candidate, and after the last one: the tiers before it that a breaker or a cap keeps out. */
  passedBy: readonly (readonly number[])[];
};

/** When a call is planned: in the run, on the clock, and in which price era; and its draw, as `planCall` has it. */
export type Moment = { nowMs: number; era: number; draw: number };

/**
 * Plans calls, and gives the same plan again while nothing has changed that it depends on: who is kept out by a breaker
 * or a cap, the prices in force, the minute of the day where a tier looks at it, and the call's shape as far as a rule
 * asks for it. The figures in it, expected costs and usual times, are then up to 256 calls old, which is a second or less
 * of the traffic at which it matters. Strategies that draw or weigh anew for each call are asked for each call.
 */
export class PlanMemory {
  private readonly plans = new Map<number, KnownPlan>();
  private readonly estimates: (readonly Amount[] | undefined)[] = [];
  private readonly classes: readonly number[];
  private readonly isReused: boolean;
  private readonly isTimed: boolean;
  private readonly rules: ProfileRules;
  private readonly inputs: readonly PlanInput[];
  private age = 0;
  private era = -1;
  private minute = -1;

  /** @param guards by tier */
  constructor(
    private readonly prepared: Prepared,
    private readonly guards: readonly TierGuard[],
  ) {
    this.rules = prepared.scenario.profile.rules;
    this.inputs = prepared.tiers.map(({ input }) => input);
    this.isReused = reusesPlans(this.rules);
    this.isTimed = this.inputs.some(({ rules }) => rules.when?.utc);
    this.classes = classesOf(prepared);
  }

  planFor(shape: number, moment: Moment): KnownPlan {
    if (!this.isReused) return this.plan(shape, moment);
    this.forgetOld(moment);
    const shapeClass = this.classes[shape] ?? shape;
    const closed = this.closedDoors(shapeClass, shape, moment);
    const key = (shapeClass << this.inputs.length) | closed;
    const known = this.plans.get(key);
    if (known) return known;
    const plan = this.plan(shape, moment);
    // Who is asked although it is down was picked as the soonest to come back: another may be at the next call.
    if (plan.candidates.every(({ prospect }) => prospect.outlook.open === null)) this.plans.set(key, plan);
    return plan;
  }

  private forgetOld({ nowMs, era }: Moment): void {
    this.age += 1;
    const minute = this.isTimed ? Math.floor(nowMs / MINUTE_MS) : 0;
    if (this.age < MAX_CALLS && era === this.era && minute === this.minute) return;
    [this.age, this.era, this.minute] = [0, era, minute];
    this.plans.clear();
    this.estimates.length = 0;
  }

  /** A bit for each tier whose breaker or caps keep calls of this class out. */
  private closedDoors(shapeClass: number, shape: number, { nowMs, era }: Moment): number {
    let closed = 0;
    for (let tier = 0; tier < this.guards.length; tier += 1) {
      const [guard, input] = [this.guards[tier], this.inputs[tier]];
      if (!guard || !input || guard.isOpenToAll) continue;
      if (guard.keepsOut(input.rules.caps, this.estimateOf(tier, shapeClass, shape, { nowMs, era }), nowMs)) closed |= 1 << tier;
    }
    return closed;
  }

  private estimateOf(tier: number, shapeClass: number, shape: number, { nowMs, era }: Omit<Moment, "draw">): Amount {
    const known = this.estimates[shapeClass] ?? this.inputs.map((input) => this.estimate(input, shape, { nowMs, era }));
    this.estimates[shapeClass] = known;
    return known[tier] ?? NOTHING;
  }

  private estimate(input: PlanInput, shape: number, when: Omit<Moment, "draw">): Amount {
    const facts = this.factsOf(shape, when.nowMs);
    const { tokens, costPico } = weighProspect(input, facts, this.outlookOf(input, facts, when));
    return { tokens, pico: costPico ?? 0n };
  }

  private outlookOf(tier: PlanInput, facts: CallFacts, { nowMs, era }: Omit<Moment, "draw">): Outlook {
    const index = this.inputs.indexOf(tier);
    const guard = this.guards[index];
    if (!guard) throw new Error(`Nobody guards ${tier.endpoint.name}`);
    return guard.outlookOf({ tier, price: this.prepared.eras[era]?.prices[index] ?? null, facts }, nowMs);
  }

  private factsOf(shape: number, startedAtMs: number): CallFacts {
    const facts = this.prepared.facts[shape];
    if (!facts) throw new Error(`There is no shape ${shape}`);
    return this.isTimed ? { ...facts, startedAtMs } : facts;
  }

  private plan(shape: number, { nowMs, era, draw }: Moment): KnownPlan {
    const { rules, inputs } = this;
    const facts = this.factsOf(shape, nowMs);
    const remainingMs = rules.timers.totalMs;
    const plan = planCall({
      rules,
      tiers: [...inputs],
      unresolved: [],
      preference: {},
      facts,
      outlookOf: (tier) => this.outlookOf(tier, facts, { nowMs, era }),
      unsayableAt: () => null,
      remainingMs,
      draw,
    });
    const tierOf = (name: string) => inputs.findIndex(({ endpoint }) => endpoint.name === name);
    const passedBy: number[][] = [];
    let closed: number[] = [];
    for (const { kept, drop, endpoint } of plan.entries) {
      if (kept) passedBy.push(closed);
      if (drop === "down" || drop === "capped") closed = [...closed, tierOf(endpoint)];
    }
    return {
      candidates: plan.candidates,
      walk: walkPlanOf(plan, rules, facts, remainingMs),
      tiers: plan.candidates.map(({ endpoint }) => tierOf(endpoint.name)),
      primary: plan.primary ? tierOf(plan.primary.name) : 0,
      passedBy: [...passedBy, closed],
    };
  }
}

/** Whether a profile's calls may follow each other by one plan. */
function reusesPlans({ strategy }: ProfileRules): boolean {
  return strategy === "ordered" || strategy === "cheapest";
}

/** Shapes that are planned alike have the same number: that of the first of them. */
function classesOf({ scenario: { profile }, tiers, shapes, facts }: Prepared): number[] {
  const { strategy, wait } = profile.rules;
  const readsAmounts = strategy !== "ordered" || wait.maxMs > 0 ||
    tiers.some(({ input: { rules }, endpoint: { model } }) => rules.caps.tokensPerMinute !== null || rules.caps.picoPerDay !== null || model.limits?.saysWhatIsLeft);
  if (readsAmounts) return [...shapes.keys()];
  const names = facts.map((each) => `${each.stream} ${tiers.map(({ input }) => isFit(input, each)).join()}`);
  return names.map((name) => names.indexOf(name));
}

/** Whatever the time of day. */
function isFit(input: PlanInput, facts: CallFacts): boolean {
  const { when } = input.rules;
  return unfitForCall({ ...input, rules: { ...input.rules, when: when && { ...when, utc: null } } }, facts) === null;
}
