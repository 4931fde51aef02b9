import { PICO_PER_USD } from "@/lib/core/money";
import type { Endpoint, Tier } from "@/lib/core/profile";
import { DEFAULT_TIER_RULES } from "@/lib/core/profile";
import { Journey } from "../closed-form/journey";
import { Machine, type Passing } from "../closed-form/machine";
import type { Phase } from "../closed-form/phases";
import { addFlow, emptyTallies } from "../closed-form/tally";
import type { Part } from "../closed-form/times";
import type { DomainModel, EndpointModel, Scenario } from "../scenario";
import type { Passage } from "./passage";

/** What becomes of calls at a tier alone, with its domain up or down. */
export type ProbedState = {
  passage: Passage;
  /** When those who are served there get their first token, and when the others go on; weighed by how many they are. */
  served: Part[];
  passed: Part[];
};

export type Probed = {
  /** By phase and kind of calls, as are all lists here. */
  going: { up: ProbedState; down: ProbedState }[];
  last: { up: ProbedState; down: ProbedState }[];
  /** Of the calls of their phase, and tokens of one. */
  shares: number[];
  tokens: number[];
  /** Which kinds of calls there are: where tiers differ in it, a call's plan depends on who else is in it. */
  kinds: string;
};

/** Stands behind a tier and serves whoever comes, at once and for nothing: what reaches it has passed the tier. */
const NEXT: Endpoint = {
  id: "(next)", name: "(next)", provider: "(next)", model: "(next)", upstreamModel: "(next)", contextTokens: null, maxOutputTokens: null,
  parameters: null, inputs: null, failureDomain: "(next)",
};
const NEXT_MODEL: EndpointModel = {
  success: 1, failures: [], firstTokenMs: { kind: "fixed", value: 0 }, tokensPerSecond: Infinity, limits: null,
  prices: [{ validFromMs: 0, price: { base: { input: 0n, output: 0n }, steps: [] } }],
};

/** A tier by itself in the closed form's own machine, in every phase; null where not all calls ask it. */
export function probe(scenario: Scenario, tier: Omit<Tier, "position">, phases: readonly Phase[]): Probed | null {
  const domain = scenario.domains.get(tier.endpoint.failureDomain);
  const look = (isLast: boolean, isDown: boolean) => lookAt(machineOf(scenario, tier, isLast, isDown ? domain : undefined), phases);
  const [up, last] = [look(false, false), look(true, false)];
  const [down, lastDown] = domain ? [look(false, true), look(true, true)] : [up, last];
  const all = [up, last, down, lastDown];
  if (all.some((looks) => looks.length !== up.length || looks.some(({ asksIt }) => !asksIt))) return null;
  const pair = (a: typeof up, b: typeof up) => a.map((one, index) => ({ up: one.state, down: (b[index] ?? one).state }));
  return {
    going: pair(up, down), last: pair(last, lastDown),
    shares: up.map(({ share }) => share), tokens: up.map(({ tokens }) => tokens),
    kinds: up.map(({ kind }) => kind).join(),
  };
}

/** @param downDomain the model of its domain, which then is down all the time; else it never is */
function machineOf(scenario: Scenario, tier: Omit<Tier, "position">, isLast: boolean, downDomain: DomainModel | undefined): Machine {
  const own = { ...tier, position: 1 };
  const next = { position: 2, endpoint: NEXT, rules: DEFAULT_TIER_RULES };
  const always = downDomain && ({ ...downDomain, upMinutes: 0, outageMinutes: { kind: "fixed", value: 1 } } as const);
  return new Machine({
    ...scenario,
    profile: { ...scenario.profile, tiers: isLast ? [own] : [own, next] },
    endpoints: new Map([...scenario.endpoints, [NEXT.id, NEXT_MODEL]]),
    domains: new Map(always ? [[tier.endpoint.failureDomain, always]] : []),
  });
}

type Look = { state: ProbedState; share: number; tokens: number; kind: string; asksIt: boolean };

function lookAt(machine: Machine, phases: readonly Phase[]): Look[] {
  const [state] = machine.states.states;
  if (!state) throw new Error("A domain is up or down");
  return phases.flatMap((phase) => machine.pass(phase, 0, state).passings.map((passing): Look => ({
    state: readPassing(passing),
    share: passing.share,
    tokens: passing.means.tokens,
    kind: `${passing.group.stream} ${passing.group.shapes.length} ${passing.means.tokens}`,
    asksIt: passing.group.order[0] === 0,
  })));
}

function readPassing(passing: Passing): ProbedState {
  const { graph, flow } = passing;
  const [tally] = tallyOf(passing);
  if (!tally || tally.costPico === null || tally.wastePico === null) throw new Error("A tier without a price cannot be weighed");
  const passes = graph.nodes.reduce((sum, { candidate, isEntry }, index) => sum + (candidate === 1 && isEntry ? (flow.reached[index] ?? 0) : 0), 0);
  const ends = 1 - tally.served - passes;
  const journey = new Journey();
  journey.add(passing, 1);
  const { first } = journey.listParts();
  return {
    // What is left of 1 after two sums is rounding, or calls that end.
    passage: { passes, ends: ends < 1e-13 ? 0 : ends, spendUsd: (tally.costPico + tally.wastePico) / Number(PICO_PER_USD) },
    served: first.filter(({ spread }) => spread !== NEXT_MODEL.firstTokenMs),
    passed: first.filter(({ spread }) => spread === NEXT_MODEL.firstTokenMs),
  };
}

function tallyOf(passing: Passing) {
  const tallies = emptyTallies(2);
  addFlow(tallies, passing, passing.flow, 1);
  return tallies;
}
