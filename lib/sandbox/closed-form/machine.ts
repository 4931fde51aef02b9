import type { EndpointModel, Scenario } from "../scenario";
import { Budget } from "./budget";
import { groupCalls, type CallGroup } from "./call-groups";
import { doorsOf, OPEN, type Door, type Load } from "./doors";
import { downChance, listDomainStates, type DomainState, type DomainStates } from "./domain-states";
import { pushThrough, type Flow, type Stage } from "./flow";
import { outlooksOf } from "./outlooks";
import { priceAt, slownessAt, type Phase, type PriceInForce } from "./phases";
import { ShapeMeans } from "./shape-means";
import type { Grouped } from "./tally";
import { drawWalk } from "./walk-graph";
import { holdingMs, oddsOf, waysOf, type Odds } from "./ways";

/** One group's calls in one phase, at one rate and in one state of the domains. */
export type Passing = Grouped & { flow: Flow; stages: readonly Stage[]; share: number };

type Planned = Omit<Grouped, "costPico">;

const [STEPS_OF_PASS, STEPS_OF_NODE, STEPS_OF_DOOR] = [10, 1, 300];

/** The profile of a scenario, taken apart once, so that probability can be pushed through it again and again. */
export class Machine {
  readonly models: readonly EndpointModel[];
  readonly states: DomainStates;
  readonly isLimited: boolean;
  private readonly means: ShapeMeans;
  private groups = new Map<string, readonly Planned[]>();
  private readonly priced = new Map<Phase, readonly Grouped[]>();

  /** @param budget what all that is made of this one may do together */
  constructor(readonly scenario: Scenario, means?: ShapeMeans, private readonly budget = new Budget()) {
    const { profile, endpoints, traffic } = scenario;
    this.models = profile.tiers.map(({ endpoint }) => {
      const model = endpoints.get(endpoint.id);
      if (!model) throw new Error(`The scenario has no model of ${endpoint.name}`);
      return model;
    });
    this.isLimited = profile.tiers.some(({ rules: { caps } }, index) => this.models[index]?.limits || Object.values(caps).some((cap) => cap !== null));
    this.states = listDomainStates(scenario, this.isLimited);
    this.means = means ?? new ShapeMeans(traffic.shapes.map((shape) => ({ shape, weight: shape.weight })));
  }

  /**
   * The same machine with endpoints that succeed more or less often, by their ids. What was planned is kept where a plan
   * does not depend on that.
   */
  withSuccess(successes: ReadonlyMap<string, number>): Machine {
    const endpoints = new Map([...this.scenario.endpoints].map(([id, model]) => [id, { ...model, success: successes.get(id) ?? model.success }]));
    const other = new Machine({ ...this.scenario, endpoints }, this.means, this.budget);
    if (this.scenario.profile.rules.strategy !== "expected-cost") other.groups = this.groups;
    return other;
  }

  /** What all calls come to in a phase at a rate, in one state of the domains. Shares add up to 1. */
  pass(phase: Phase, callsPerMinute: number, state: DomainState): { passings: Passing[]; doors: readonly Door[] } {
    const groups = this.groupsIn(phase);
    const weight = groups.reduce((sum, { group }) => sum + weightOf(group), 0);
    const push = (doors: readonly Door[]) => groups.map((grouped): Passing => {
      this.budget.spend(STEPS_OF_PASS + STEPS_OF_NODE * grouped.graph.nodes.length);
      const stages = this.stagesOf(grouped, phase, state, doors);
      return { ...grouped, stages, flow: pushThrough(grouped.graph, stages, grouped.group.stream), share: weightOf(grouped.group) / weight };
    });
    let doors: readonly Door[] = this.models.map(() => OPEN);
    let passings = push(doors);
    if (!this.isLimited) return { passings, doors };
    // What comes to the first tier is known at once, what overflows to the second after a round, and so on.
    for (let round = 0; round <= this.models.length; round += 1) {
      doors = this.judgeDoors(passings, phase, callsPerMinute);
      passings = push(doors);
    }
    return { passings, doors };
  }

  /** The plans of a phase are drawn once for all phases in which nothing differs that a plan looks at. */
  private groupsIn(phase: Phase): readonly Grouped[] {
    const found = this.priced.get(phase);
    if (found) return found;
    const { profile } = this.scenario;
    const costs = profile.tiers.map(({ endpoint }, tier) => priceAt(this.modelAt(tier).prices, endpoint.id, phase));
    const key = [phase.hours, ...profile.tiers.map(({ endpoint }) => slownessAt(endpoint.failureDomain, phase)), ...costs.map((cost) => this.planningKey(cost))].join();
    const known = this.groups.get(key) ?? this.planGroups(phase);
    this.groups.set(key, known);
    const priced = known.map((planned) => ({ ...planned, costPico: costs.map((cost) => cost && cost.factor * planned.means.costPico(cost.price)) }));
    this.priced.set(phase, priced);
    return priced;
  }

  private planGroups(phase: Phase): Planned[] {
    const { profile, traffic } = this.scenario;
    const outlooks = outlooksOf(this.scenario, this.models, phase, this.means);
    return groupCalls({ profile, atMs: phase.atMs, outlooks }, traffic.shapes, this.budget).map((group): Planned => {
      const ways = profile.tiers.map(({ endpoint }, index) => waysOf(this.scenario, endpoint, this.modelAt(index), group.stream));
      const graph = drawWalk(group.plan, (candidate) => ways[group.order[candidate] ?? -1]?.all ?? [], group.stream, this.budget);
      return { group, graph, means: new ShapeMeans(group.shapes), ways };
    });
  }

  /** What a plan knows of a price: all of it where the strategy or a wait asks for costs, else whether there is one. */
  private planningKey(cost: PriceInForce | null): string {
    const { strategy, wait } = this.scenario.profile.rules;
    if (cost === null) return "";
    if (wait.maxMs === 0 && (strategy === "ordered" || strategy === "weighted" || strategy === "fastest")) return "$";
    return `${cost.index}×${cost.factor}`;
  }

  private stagesOf({ group, means, ways }: Grouped, phase: Phase, state: DomainState, doors: readonly Door[]): Stage[] {
    return group.order.map((tier) => {
      const model = this.modelAt(tier);
      const own = ways[tier];
      const { failureDomain } = this.tierAt(tier).endpoint;
      const door = doors[tier] ?? OPEN;
      if (!own) throw new Error(`No ways of tier ${tier + 1}`);
      return {
        model,
        odds: oddsOf(model, own, phase, downChance(failureDomain, state, this.states), door.turnedAway),
        closed: door.closed,
        slowness: slownessAt(failureDomain, phase),
        writingMs: means.outputs.map((tokens) => (tokens / model.tokensPerSecond) * 1_000),
      };
    });
  }

  /** In the order in which most calls meet the tiers: that of the heaviest group. */
  private judgeDoors(passings: readonly Passing[], phase: Phase, callsPerMinute: number): Door[] {
    this.budget.spend(STEPS_OF_DOOR * this.models.length);
    const heaviest = passings.reduce<Passing | null>((most, each) => (most && most.share >= each.share ? most : each), null);
    const order = [...new Set([...(heaviest?.group.order ?? []), ...this.models.keys()])];
    const limits = order.map((tier) => ({ caps: this.tierAt(tier).rules.caps, limits: this.modelAt(tier).limits, load: this.loadOf(tier, passings, phase, callsPerMinute) }));
    const doors = doorsOf(limits, this.scenario.traffic.arrivals);
    return this.models.map((_, tier) => doors[order.indexOf(tier)] ?? OPEN);
  }

  private loadOf(tier: number, passings: readonly Passing[], phase: Phase, callsPerMinute: number): Load {
    let [entered, asked, held] = [0, 0, 0];
    let pico: number | null = 0;
    for (const { group, graph, flow, stages, share, ways, means, costPico } of passings) {
      const candidate = group.order.indexOf(tier);
      const stage = stages[candidate];
      const own = ways[tier];
      if (!stage || !own) continue;
      let [inDoor, reached] = [0, 0];
      for (const [index, node] of graph.nodes.entries()) {
        if (node.candidate !== candidate) continue;
        reached += share * (flow.reached[index] ?? 0);
        if (node.isEntry) inDoor += share * (flow.reached[index] ?? 0);
      }
      entered += inDoor;
      // As if no door were closed: those who are turned back would have made as many attempts as those who get in.
      asked += stage.closed < 1 ? (reached - inDoor * stage.closed) / (1 - stage.closed) : inDoor;
      held += inDoor * holdingMs({ endpoint: this.tierAt(tier).endpoint, model: stage.model, ways: own, odds: stage.odds, phase, outputTokens: means.outputTokens });
      const cost: number | null = costPico[tier] ?? null;
      pico = pico === null || cost === null ? null : pico + inDoor * cost * this.billedPart(stage.odds, own);
    }
    return {
      attemptsPerMinute: callsPerMinute * asked,
      holdingMs: entered === 0 ? 0 : held / entered,
      tokens: this.means.tokens,
      inputTokens: this.means.inputTokens,
      cachedTokens: this.means.cachedTokens,
      outputTokens: this.means.outputTokens,
      picoPerAttempt: pico === null ? null : entered === 0 ? 0 : pico / entered,
    };
  }

  private billedPart({ served, ways: odds }: Odds, { all }: Grouped["ways"][number]): number {
    return all.reduce((sum, { billedMillionths }, index) => sum + ((odds[index] ?? 0) * billedMillionths) / 1_000_000, served);
  }

  private modelAt(tier: number): EndpointModel {
    const model = this.models[tier];
    if (!model) throw new Error(`The scenario has no tier ${tier + 1}`);
    return model;
  }

  private tierAt(index: number) {
    const tier = this.scenario.profile.tiers[index];
    if (!tier) throw new Error(`The scenario has no tier ${index + 1}`);
    return tier;
  }
}

function weightOf({ shapes }: CallGroup): number {
  return shapes.reduce((sum, { weight }) => sum + weight, 0);
}
