import type { Ratio } from "@/lib/core/ratio";
import { computeWarc } from "@/lib/core/warc";
import { createRandom } from "../random";
import type { SimulationResult, TierResult } from "../result";
import type { Scenario } from "../scenario";
import { inputsOf } from "./plan-recorded";
import type { RecordedCall, RecordedPast } from "./recorded";
import { Tally } from "./tally";
import { walkRecorded, type WalkedCall } from "./walk-recorded";

const PICO_PER_USD = 1e12;
const MONTH_MS = 30 * 86_400_000;

/** What recorded calls would have come to, and did. */
export type BacktestResult = {
  predicted: SimulationResult;
  actual: SimulationResult;
  /** Of the attempts: taken from the record, and drawn. They add up to 1. */
  replayedShare: number;
  drawnShare: number;
  /** Endpoints that nobody called in the period: calls that asked them rest on assumptions alone. */
  unknowable: readonly { endpoint: string; calls: number }[];
};

type Question = {
  /** Its profile is the candidate; its endpoints are what is drawn from where the record is silent. */
  scenario: Scenario;
  past: RecordedPast;
  /** How long the calls were recorded for. */
  periodMs: number;
};

/** Walks recorded calls again, in any order and any pages; each draws from its own numbers. */
export class Backtest {
  private readonly predicted = new Tally();
  private readonly actual = new Tally();
  private readonly names: ReadonlyMap<string, string>;
  private readonly unknowable = new Map<string, number>();
  private readonly inputs;
  private readonly random;
  private replayed = 0;

  constructor(private readonly question: Question) {
    const { tiers } = question.scenario.profile;
    this.names = new Map(tiers.map(({ endpoint }) => [endpoint.id, endpoint.name]));
    this.inputs = inputsOf(question.scenario.profile);
    this.random = createRandom(question.scenario.seed);
    for (const { position, endpoint } of tiers) this.predicted.tierOf(position, endpoint.name);
  }

  add(calls: readonly RecordedCall[]): void {
    for (const call of calls) {
      const walked = walkRecorded(this.question, this.inputs, call, this.random.split(call.id));
      this.predicted.add(walked, (id) => this.names.get(id) ?? id);
      for (const tier of walked.skipped) this.skip(tier);
      this.replayed += walked.attempts.filter(({ isReplayed }) => isReplayed).length;
      this.addUnknowable(walked);
      const named = new Map(call.attempts.map((each) => [each.endpointId, call.plan.find(({ tier }) => tier === each.tier)?.endpoint ?? each.endpointId]));
      this.actual.add(toWalked(call), (id) => named.get(id) ?? id);
    }
  }

  result(): BacktestResult {
    const attempts = Math.max(1, this.predicted.attempts);
    return {
      predicted: this.summarise(this.predicted),
      actual: this.summarise(this.actual),
      replayedShare: this.replayed / attempts,
      drawnShare: (this.predicted.attempts - this.replayed) / attempts,
      unknowable: [...this.unknowable].map(([endpoint, calls]) => ({ endpoint, calls })),
    };
  }

  private skip(tier: number): void {
    const found = this.question.scenario.profile.tiers.find(({ position }) => position === tier);
    if (found) this.predicted.tierOf(tier, found.endpoint.name).skipped += 1;
  }

  private addUnknowable({ attempts }: WalkedCall): void {
    const strangers = attempts.filter(({ isReplayed, endpointId }) => !isReplayed && !this.question.past.rates.has(endpointId));
    for (const id of new Set(strangers.map(({ endpointId }) => endpointId))) {
      const name = this.names.get(id) ?? id;
      this.unknowable.set(name, (this.unknowable.get(name) ?? 0) + 1);
    }
  }

  private summarise(tally: Tally): SimulationResult {
    const sums = tally.sums();
    const warc = computeWarc(sums);
    const ended = Math.max(1, tally.served + tally.failed);
    const perCall = (count: number) => count / Math.max(1, tally.calls);
    // What the record does not know of its own amounts it is told with; of a candidate without a price nothing adds up.
    const money = (of: Ratio | null) => (tally.unknownDrawn === 0 ? toNumber(of) : null);
    const spendUsd = tally.unknownDrawn === 0 ? Number(warc.spendPico) / PICO_PER_USD : null;
    return {
      engine: "backtest",
      calls: tally.calls,
      tiers: warc.tiers.map((tier) => this.tierResult(tally, tier)),
      availability: tally.served / ended,
      availabilityWithoutFallback: tally.byPrimary / ended,
      attemptsPerCall: perCall(tally.attempts),
      warcUsdPerMillion: money(warc.warc), primaryUsdPerMillion: money(warc.primary), weightingUsdPerMillion: money(warc.weighting),
      wasteUsdPerMillion: money(warc.wastePerMillion), effectiveUsdPerMillion: money(warc.effective),
      spendUsd, monthlyUsd: spendUsd === null ? null : (spendUsd * MONTH_MS) / this.question.periodMs,
      firstTokenMs: tally.firstTokenMs.timing(), wholeMs: tally.wholeMs.timing(),
      intervals: null, timeline: null, sums, reachedMinute: null,
    };
  }

  private tierResult(tally: Tally, { tier, endpoint = "", served, compositeCost }: ReturnType<typeof computeWarc>["tiers"][number]): TierResult {
    const row = tally.tierOf(tier, endpoint);
    const known = this.question.scenario.profile.tiers.find((each) => each.endpoint.name === endpoint)?.endpoint;
    const perCall = (count: number) => count / Math.max(1, tally.calls);
    return {
      tier, endpoint, endpointId: known?.id ?? "", failureDomain: known?.failureDomain ?? "",
      p: tally.served === 0 ? 0 : served / tally.served,
      pUnconditional: perCall(served),
      usdPerMillion: toNumber(compositeCost),
      attempts: perCall(row.attempts),
      served: perCall(served),
      failed: Object.fromEntries([...row.failed].map(([cause, count]) => [cause, perCall(count)])),
      skipped: perCall(row.skipped),
      limitUse: null,
    };
  }
}

/** A recorded call as it went. */
function toWalked(call: RecordedCall): WalkedCall {
  const isServed = call.outcome === "served";
  return {
    outcome: call.outcome,
    attempts: call.attempts.map(({ tier, endpointId, outcome, cause, usage, costPico }) => ({ tier, endpointId, outcome, cause, usage, costPico, isReplayed: true })),
    skipped: [],
    isByPrimary: isServed && !call.rescued,
    primaryCostPico: call.primaryCostPico,
    firstTokenMs: isServed ? (call.firstTokenMs ?? call.totalMs) : null,
    wholeMs: call.totalMs,
  };
}

function toNumber(value: Ratio | null): number | null {
  if (value === null) return null;
  // Both may be far above what a double holds exactly, and their quotient is not.
  const scale = 1_000_000_000_000n;
  return Number((value.numerator * scale) / value.denominator) / Number(scale);
}
