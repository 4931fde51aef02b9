import { medianOf } from "@/bench/figures";
import type { Compared, Measure } from "./compare";
import type { Scenario } from "./scenarios";

/** One subject in one scenario, over its rounds. Times in milliseconds, NaN where there is no such figure. */
export type Line = {
  scenario: string;
  subject: string;
  callsPerS: Figure;
  lastMs: Figure;
  lastP99Ms: Figure;
  firstMs: Figure;
  betweenMs: Figure;
  betweenP99Ms: Figure;
  /** Of its process, with all that had to be done after the answer. */
  cpuMsPerCall: Figure;
  /** Microseconds a chunk of a stream. */
  cpuUsPerChunk: Figure;
  postgresCpuMsPerCall: Figure;
  rssMiB: Figure;
  /** Of one core, while it asked. */
  loadCores: Figure;
  /** What was left to be done when the last answer had come. */
  settleMs: Figure;
  failed: number;
};

/** By round: lists are compared round by round, since rounds are minutes apart and the machine is not ours alone. */
export type Figure = { median: number; rounds: number[] };

const MIB = 1024 ** 2;

export function summarise(compared: readonly Compared[]): Line[] {
  return compared.flatMap(({ scenario, bySubject }) => [...bySubject].map(([subject, rounds]) => lineOf(scenario, subject, rounds)));
}

function lineOf(scenario: Scenario, subject: string, measures: readonly Measure[]): Line {
  const figure = (of: (measure: Measure) => number) => figureOf(measures.map(of));
  const perCall = (of: (measure: Measure) => number | null) => figure((measure) => (of(measure) ?? NaN) / measure.done);
  return {
    scenario: scenario.name,
    subject,
    callsPerS: figure(({ done, elapsedMs }) => (done * 1_000) / elapsedMs),
    lastMs: figure(({ last }) => last.median),
    lastP99Ms: figure(({ last }) => last.p99),
    firstMs: figure(({ first }) => first.median),
    betweenMs: figure(({ between }) => between.median),
    betweenP99Ms: figure(({ between }) => between.p99),
    cpuMsPerCall: perCall(({ cpuMs }) => cpuMs),
    cpuUsPerChunk: figure(({ cpuMs, done }) => ((cpuMs ?? NaN) * 1_000) / (done * scenario.chunks)),
    postgresCpuMsPerCall: perCall(({ postgresCpuMs }) => postgresCpuMs),
    rssMiB: figure(({ rssBytes }) => (rssBytes ?? NaN) / MIB),
    loadCores: figure(({ loadCpuMs, elapsedMs }) => (loadCpuMs ?? NaN) / elapsedMs),
    settleMs: figure(({ settleMs }) => settleMs),
    failed: measures.reduce((sum, { failed }) => sum + failed.length, 0),
  };
}

function figureOf(rounds: number[]): Figure {
  return { median: medianOf(rounds), rounds };
}

/** The median of what two figures come to in each round. */
export function joinRounds(a: Figure, b: Figure, join: (a: number, b: number) => number): Figure {
  return figureOf(a.rounds.map((value, round) => join(value, b.rounds[round] ?? NaN)));
}
