import { PICO_PER_USD } from "@/lib/core/money";
import type { Tier } from "@/lib/core/profile";
import type { SimulationResult, TierResult } from "../result";
import type { Scenario } from "../scenario";
import { Machine, type Passing } from "./machine";
import { callsOf, cutIntoPhases, type Phase } from "./phases";
import { addFlow, emptyTallies, type TierTally } from "./tally";
import { Journey } from "./journey";
import { timingOf } from "./times";

const MINUTES_OF_30_DAYS = 43_200;
/** Pico-USD over tokens, in USD per million tokens. */
const PICO_PER_TOKEN = 1_000_000;

/**
 * What a scenario comes to by formulas, in an instant. Probability is pushed through the gateway's own plan and walk, so
 * that retries, triggers, waits and limits of attempts are its own; where nothing interferes that is
 * P_i = s_i × ∏(1 − s_j).
 *
 * Exact are the shares of tiers that fail by themselves or with their failure domains, under trouble and prices that
 * change; means of cost; tiers whose caps of calls at a time, or of requests a minute, overflow into one another alone.
 * Approximate are caps and limits of tokens or USD a day, limits of providers behind another tier, waits and reorderings
 * that depend on what one call costs, who is looked at by `fastest` for a change, and times: quantiles lie within 2%
 * where our own timers cut off few answers. Strategies know the model's own means.
 *
 * Not in it: breakers; what outages do at their very beginning and end, since each attempt meets the state of things in
 * the long run; that long answers, once our timers cut them off, come to later tiers more often than short ones. A stream
 * that breaks is broken after its first token. Without any traffic shares are those of a call that might come at any minute.
 */
export function solveClosedForm(scenario: Scenario): SimulationResult {
  return solveMachine(new Machine(scenario));
}

/** The same of a machine that may have been solved with other figures before. */
export function solveMachine(machine: Machine): SimulationResult {
  const { scenario } = machine;
  const { tallies, journey, uses, calls } = tallyAll(machine);
  const { first, whole } = journey.listParts();
  const figures = figuresOf(tallies);
  const monthly = monthlyUsd(figures.spendPico, calls, scenario);
  return {
    engine: "closed-form",
    calls,
    tiers: scenario.profile.tiers.map((tier, index) => tierResult(tier, tallies[index], figures.availability, uses.get(index) ?? null)),
    availability: figures.availability,
    availabilityWithoutFallback: tallies.reduce((total, { servedFirst }) => total + servedFirst, 0),
    attemptsPerCall: tallies.reduce((total, { attempts }) => total + attempts, 0),
    warcUsdPerMillion: figures.warc,
    primaryUsdPerMillion: figures.primary,
    weightingUsdPerMillion: figures.byTokens === null || figures.warc === null ? null : differenceOf(figures.byTokens, figures.warc),
    wasteUsdPerMillion: figures.waste,
    effectiveUsdPerMillion: figures.effective,
    spendUsd: monthly === null ? null : (monthly * scenario.traffic.minutes) / MINUTES_OF_30_DAYS,
    monthlyUsd: monthly,
    firstTokenMs: timingOf(first),
    wholeMs: timingOf(whole),
    intervals: null,
    timeline: null,
    sums: null,
    reachedMinute: null,
  };
}

/** What is left beyond twelve digits of two sums is how floats were added up, and no difference. */
function differenceOf(a: number, b: number): number {
  return Math.abs(a - b) < 1e-12 * Math.max(Math.abs(a), Math.abs(b)) ? 0 : a - b;
}

function tierResult({ position, endpoint }: Tier, tally: TierTally | undefined, availability: number, limitUse: number | null): TierResult {
  if (!tally) throw new Error(`No tally of tier ${position}`);
  const { served, attempts, skipped, failed, costPico, tokens } = tally;
  return {
    tier: position, endpointId: endpoint.id, endpoint: endpoint.name, failureDomain: endpoint.failureDomain,
    p: shareOfServed(tally, availability), pUnconditional: served, usdPerMillion: perMillion(costPico, tokens), attempts, served, failed, skipped, limitUse,
  };
}

/** P: of the served calls. */
export function shareOfServed({ served }: TierTally, availability: number): number {
  return availability === 0 ? 0 : served / availability;
}

/** What 30 days of such traffic cost. @param spendPico of one call, in pico-USD */
export function monthlyUsd(spendPico: number | null, calls: number, { traffic }: Scenario): number | null {
  if (calls === 0) return 0;
  return spendPico === null ? null : ((spendPico * calls) / Number(PICO_PER_USD)) * (MINUTES_OF_30_DAYS / traffic.minutes);
}

/** Sums all that becomes of calls, for each call. */
export function tallyAll(machine: Machine): { tallies: TierTally[]; journey: Journey; uses: ReadonlyMap<number, number>; calls: number } {
  const tallies = emptyTallies(machine.scenario.profile.tiers.length);
  const journey = new Journey();
  const uses = new Map<number, number>();
  const { calls } = forEachPassing(machine, (passing, weight) => {
    addFlow(tallies, passing, passing.flow, weight);
    journey.add(passing, weight);
  }, uses);
  return { tallies, journey, uses, calls };
}

type Each = (passing: Passing, weight: number) => void;

/** Every group of calls in every phase, rate and state, weighed so that all of them add up to 1. */
function forEachPassing(machine: Machine, take: Each, uses: Map<number, number>): { calls: number } {
  const phases = cutIntoPhases(machine.scenario);
  const calls = phases.reduce((sum, phase) => sum + callsOf(phase), 0);
  const minutes = phases.reduce((sum, phase) => sum + phase.minutes, 0);
  for (const phase of phases) {
    for (const [rate, lasting] of ratesOf(phase, machine.isLimited)) {
      const weight = calls === 0 ? lasting / minutes : (rate * lasting) / calls;
      if (weight === 0) continue;
      for (const state of machine.states.states) {
        const { passings, doors } = machine.pass(phase, rate, state);
        for (const passing of passings) take(passing, weight * state.share * passing.share);
        for (const [tier, { use }] of doors.entries()) if (use !== null) uses.set(tier, Math.max(uses.get(tier) ?? 0, use));
      }
    }
  }
  return { calls };
}

/** Where nothing is limited, how many calls come matters only in sum; elsewhere at most so many rates are looked at. */
const MAX_RATES = 24;

/** Rates and how long each lasts; of more than MAX_RATES those side by side become their mean. */
function ratesOf(phase: Phase, isLimited: boolean): [rate: number, minutes: number][] {
  const ascending = [...phase.rates].sort(([a], [b]) => a - b);
  const together = isLimited ? Math.ceil(ascending.length / MAX_RATES) : ascending.length;
  return Array.from({ length: Math.ceil(ascending.length / together) }, (_, index) => {
    const part = ascending.slice(index * together, (index + 1) * together);
    const minutes = part.reduce((sum, [, lasting]) => sum + lasting, 0);
    return [part.reduce((sum, [rate, lasting]) => sum + rate * lasting, 0) / minutes, minutes];
  });
}

/** WARC and its companions, in USD per million tokens, and what one call costs in pico-USD. */
export function figuresOf(tallies: readonly TierTally[]) {
  const availability = tallies.reduce((sum, { served }) => sum + served, 0);
  const serving = tallies.filter(({ served }) => served > 0);
  const tokens = serving.reduce((sum, tally) => sum + tally.tokens, 0);
  const wastePico = sum(tallies.map((tally) => tally.wastePico));
  const servedPico = sum(serving.map(({ costPico }) => costPico));
  const mean = (amountOf: (tally: TierTally) => number | null) =>
    serving.length === 0 ? null : sum(serving.map((tally) => {
      const each = perMillion(amountOf(tally), tally.tokens);
      return each === null ? null : (tally.served / availability) * each;
    }));
  const [byTokens, waste] = [perMillion(servedPico, tokens), perMillion(wastePico, tokens)];
  return {
    availability,
    warc: mean(({ costPico }) => costPico),
    primary: mean(({ primaryPico }) => primaryPico),
    byTokens,
    waste,
    effective: byTokens === null || waste === null ? null : byTokens + waste,
    spendPico: servedPico === null || wastePico === null ? null : servedPico + wastePico,
  };
}

function perMillion(pico: number | null, tokens: number): number | null {
  return pico === null || tokens === 0 ? null : pico / tokens / PICO_PER_TOKEN;
}

function sum(amounts: readonly (number | null)[]): number | null {
  return amounts.reduce((total, amount) => (total === null || amount === null ? null : total + amount), 0);
}
