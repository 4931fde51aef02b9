import type { CallFacts } from "@/lib/core/call-facts";
import { unfitForCall } from "@/lib/core/eligible";
import { planCall } from "@/lib/core/plan";
import type { PlanInput } from "@/lib/core/plan-input";
import type { Outlook } from "@/lib/core/outlook";
import type { WalkPlan } from "@/lib/core/walk";
import { walkPlanOf } from "@/lib/core/walk-plan";
import type { CallShape, SandboxProfile } from "../scenario";
import { Budget } from "./budget";
import { drawsOf, MIDDLE, type Draw } from "./draws";

/** Calls that get the same plan: the same candidates in the same order, streams apart from others. */
export type CallGroup = {
  stream: boolean;
  /** By how much each shape weighs in it. */
  shapes: readonly { shape: CallShape; weight: number }[];
  /** The candidates, as indices of the profile's tiers. */
  order: readonly number[];
  /** Index of the tier that the strategy ranks first; null where nobody fits. */
  primary: number | null;
  plan: WalkPlan;
};

/** In a plan. */
const STEPS_OF_TIER = 50;

/** @param outlooks by the index of the tier */
export type Planning = { profile: SandboxProfile; atMs: number; outlooks: readonly Outlook[] };

/**
 * Groups calls by the very plans that the gateway would make of them. Where the strategy looks at what a call may cost,
 * each size of prompt is planned; elsewhere those that the same tiers can take are planned as one. Within a group the
 * walk's own judgement of costs and windows is that of its first call's.
 */
export function groupCalls(planning: Planning, shapes: readonly CallShape[], budget = new Budget()): CallGroup[] {
  const tiers = planning.profile.tiers.map((tier): PlanInput => ({ ...tier, namedEndpoint: false, group: 0, sort: null }));
  const groups = new Map<string, CallGroup & { shapes: { shape: CallShape; weight: number }[] }>();
  for (const { facts, shapes: alike, fits } of classify(planning, tiers, shapes)) {
    const findFirst = () => tiers[planAs(planning, tiers, facts, MIDDLE).group.primary ?? -1] ?? null;
    for (const { share, draw, stalest } of drawsOf(planning.profile.rules.strategy, tiers.filter((_, index) => fits[index]), findFirst)) {
      budget.spend(STEPS_OF_TIER * tiers.length);
      const { key, group } = planAs(planning, tiers, facts, { draw, stalest });
      const known = groups.get(key) ?? { ...group, stream: facts.stream, shapes: [] };
      groups.set(key, known);
      for (const shape of alike) known.shapes.push({ shape, weight: shape.weight * share });
    }
  }
  return [...groups.values()];
}

type ShapeClass = { facts: CallFacts; shapes: CallShape[]; fits: readonly boolean[] };

function classify({ profile, atMs }: Planning, tiers: readonly PlanInput[], shapes: readonly CallShape[]): ShapeClass[] {
  const asksCost = profile.rules.strategy === "cheapest" || profile.rules.strategy === "expected-cost";
  const classes = new Map<string, ShapeClass>();
  for (const shape of shapes) {
    const facts = factsOf(shape, atMs);
    const fits = tiers.map((tier) => unfitForCall(tier, facts) === null);
    const key = `${shape.stream}${fits.join()}${asksCost ? shape.usage.input : ""}`;
    const known = classes.get(key);
    if (known) known.shapes.push(shape);
    else classes.set(key, { facts, shapes: [shape], fits });
  }
  return [...classes.values()];
}

function factsOf({ usage, stream }: CallShape, startedAtMs: number): CallFacts {
  return {
    startedAtMs, promptTokens: usage.input, maxOutputTokens: null, stream, tools: false, images: false, jsonSchema: false, inputs: [],
    parameters: [], metadata: {},
  };
}

function planAs({ profile: { rules }, outlooks, atMs }: Planning, tiers: PlanInput[], facts: CallFacts, { draw, stalest }: Omit<Draw, "share">) {
  const byTier = new Map(tiers.map((tier, index) => [tier, outlooks[index]]));
  const plan = planCall({
    rules, tiers, unresolved: [], preference: {}, facts, unsayableAt: () => null, remainingMs: rules.timers.totalMs, draw,
    outlookOf: (tier) => {
      const outlook = byTier.get(tier);
      if (!outlook) throw new Error(`No outlook for ${tier.endpoint.name}`);
      return { ...outlook, lastAskedAtMs: tier === stalest ? null : atMs };
    },
  });
  const indexOf = (id: string) => tiers.findIndex(({ endpoint }) => endpoint.id === id);
  const order = plan.candidates.map(({ endpoint }) => indexOf(endpoint.id));
  const primary = plan.primary && indexOf(plan.primary.id);
  const group = { order, primary, plan: walkPlanOf(plan, rules, facts, rules.timers.totalMs) };
  return { key: `${facts.stream}:${primary}:${order.join()}`, group };
}
