import { formatMarkdown, formatSpread, medianOf, rankOf } from "@/bench/figures";
import type { Filled } from "./fill";
import { ratioOf, type Answered } from "./measure";

/** What the overview may cost at any size, as a ratio to the smallest. */
const BOUND = 1.5;
const GIB = 1024 ** 3;

export type Size = { calls: number; filled: Filled };

export type Target = { name: string; bound: number; ratio: number; isMet: boolean };

/** One for every range of the overview and every size above the smallest. */
export function judge(answered: readonly Answered[]): Target[] {
  return answered.filter(({ question }) => question.startsWith("overview")).flatMap((line) => {
    const base = smallestOf(line, answered);
    if (base === line) return [];
    const ratio = ratioOf(line.ms, base.ms);
    return [{ name: `${line.question}, ${formatCount(line.calls)} calls`, bound: BOUND, ratio, isMet: ratio <= BOUND }];
  });
}

export function describeReports(sizes: readonly Size[], answered: readonly Answered[]): string {
  const ledgers = sizes.map(({ calls, filled: { seconds, callsPerS, bytes, rows } }) => {
    const sum = (isOne: (table: string) => boolean) => String(Object.entries(rows).filter(([table]) => isOne(table)).reduce((sum, [, count]) => sum + count, 0));
    return [formatCount(calls), String(rows.attempts), sum((table) => table.includes("rollup")), sum((table) => table.endsWith("_sums")), (bytes / GIB).toFixed(2), seconds.toFixed(0), callsPerS.toFixed(0)];
  });
  return [
    "### Ledgers", formatMarkdown(["calls", "attempts", "rows of rollups", "of sums", "GiB", "filled in s", "calls/s"], ledgers),
    "### Time until the answer", formatMarkdown(TIME_HEAD, answered.map((line) => formatLine(line, answered))),
    "### Targets", formatMarkdown(["", "wanted", "measured", ""], judge(answered).map(({ name, bound, ratio, isMet }) => [name, `at most ${bound}`, ratio.toFixed(2), isMet ? "met" : "missed"])),
  ].join("\n\n");
}

const TIME_HEAD = ["", "calls", "median ms", "p95", "by round", "of the smallest", "CPU ms: PostgreSQL", "of the smallest", "ours"];

function formatLine(line: Answered, answered: readonly Answered[]): string[] {
  const base = smallestOf(line, answered);
  const ratio = (of: (answered: Answered) => number[]) => (base === line ? "" : ratioOf(of(line), of(base)).toFixed(2));
  return [
    line.question, formatCount(line.calls), medianOf(line.ms).toFixed(2), rankOf(line.ms, 0.95).toFixed(2), formatSpread(line.ms, 1), ratio(({ ms }) => ms),
    medianOf(line.postgresCpuMs).toFixed(2), ratio(({ postgresCpuMs }) => postgresCpuMs), medianOf(line.ownCpuMs).toFixed(2),
  ];
}

function smallestOf({ question }: Answered, answered: readonly Answered[]): Answered {
  const same = answered.filter((other) => other.question === question);
  return same.reduce((least, other) => (other.calls < least.calls ? other : least));
}

export function formatCount(count: number): string {
  return count % 1_000_000 === 0 ? `${count / 1_000_000} M` : `${count / 1_000} k`;
}
