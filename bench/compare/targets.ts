import { medianOf } from "@/bench/figures";
import type { Compared } from "./compare";
import { OURS } from "./subjects";
import { joinRounds, type Figure, type Line } from "./summary";

export type Target = { name: string; bound: string; /** NaN: not measured in this run. */ value: Figure; isMet: boolean | null };

type Sense = "at least" | "at most";

/** What we want of ourselves, as ratios and differences within each round. */
export function judgeTargets(lines: readonly Line[], compared: readonly Compared[]): Target[] {
  const find = (scenario: string, subject: string) => lines.find((line) => line.scenario === scenario && line.subject === subject);
  const ratio = (scenario: string, of: (line: Line) => Figure, to = "bare") => join(find(scenario, OURS), find(scenario, to), of, (a, b) => a / b);
  const added = (scenario: string, subject: string) => join(find(scenario, subject), find(scenario, "direct"), (line) => line.lastMs, (a, b) => a - b);
  const rate = (line: Line) => line.callsPerS;
  const cpu = (line: Line) => line.cpuMsPerCall;
  const target = (name: string, sense: Sense, bound: number, value: Figure): Target => ({
    name, bound: `${sense} ${bound}`, value,
    isMet: Number.isNaN(value.median) ? null : sense === "at least" ? value.median >= bound : value.median <= bound,
  });
  return [
    target("calls/s at 16 connections, 1 kB, to the bare proxy's", "at least", 0.6, ratio("1kb 16", rate)),
    target("calls/s at 16 connections, 1 kB, to Portkey's", "at least", 9, ratio("1kb 16", rate, "portkey")),
    target("CPU a call at 16 connections, 1 kB, to the bare proxy's", "at most", 1.5, ratio("1kb 16", cpu)),
    target("added median at one connection, 1 kB, to the bare proxy's", "at most", 2, joinRounds(added("1kb 1", OURS), added("1kb 1", "bare"), (a, b) => a / b)),
    target("calls/s at 16 connections, 1 MB, to the bare proxy's", "at least", 0.8, ratio("1mb 16", rate)),
    target("first token of one stream, ms later than direct", "at most", 0.5, join(find("streams 1", OURS), find("streams 1", "direct"), (line) => line.firstMs, (a, b) => a - b)),
    target("CPU of 1,000 streams to the bare proxy's", "at most", 1.5, ratio("streams 1000", cpu)),
    target("rows lost", "at most", 0, booked(compared, ({ lostAttempts, lostCalls }) => Math.max(Math.abs(lostAttempts), Math.abs(lostCalls)))),
    target("difference to the upstream's account, pico-USD", "at most", 0, booked(compared, ({ differencePico: { rows, rollups } }) => Math.max(...[rows, rollups].map((pico) => Math.abs(Number(pico)))))),
  ];
}

const NONE: Figure = { median: NaN, rounds: [] };

function join(a: Line | undefined, b: Line | undefined, of: (line: Line) => Figure, how: (a: number, b: number) => number): Figure {
  return a && b ? joinRounds(of(a), of(b), how) : NONE;
}

/** The worst of all scenarios. */
function booked(compared: readonly Compared[], of: (books: Compared["books"]) => number): Figure {
  const values = compared.map(({ books }) => of(books));
  return { median: values.length > 0 ? Math.max(...values) : medianOf(values), rounds: values };
}
