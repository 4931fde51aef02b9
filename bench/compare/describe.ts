import { formatMarkdown, formatSpread } from "@/bench/figures";
import type { Compared } from "./compare";
import { OURS } from "./subjects";
import { joinRounds, summarise, type Figure, type Line } from "./summary";
import { judgeTargets, type Target } from "./targets";

/** The whole comparison in Markdown; its columns are explained in docs/bench.md. */
export function describeComparison(compared: readonly Compared[], skipped: readonly string[]): string {
  const lines = summarise(compared);
  const [streams, whole] = [lines.filter(isStream), lines.filter((line) => !isStream(line))];
  return [
    ...(whole.length > 0 ? ["### Answers in one piece", formatMarkdown(WHOLE_HEAD, whole.map((line) => formatWhole(line, lines)))] : []),
    ...(streams.length > 0 ? ["### Streams", formatMarkdown(STREAM_HEAD, streams.map((line) => formatStream(line, lines)))] : []),
    "### The books", formatMarkdown(BOOKS_HEAD, compared.map(formatBooks)),
    "### Targets", formatMarkdown(TARGET_HEAD, judgeTargets(lines, compared).map(formatTarget)),
    ...skipped.map((each) => `Skipped: ${each}.`),
  ].join("\n\n");
}

const WHOLE_HEAD = ["", "calls/s", "by round", "of bare", "median ms", "p99 ms", "CPU ms a call", "of bare", "Postgres", "MiB", "load's core"];
const STREAM_HEAD = ["", "first ms", "by round", "later", "between ms", "p99 ms", "CPU µs a chunk", "of bare", "MiB", "load's core"];
const BOOKS_HEAD = ["", "attempts lost", "calls lost", "rows less owed, pico", "rollups less owed, pico", "drained after ms"];
const TARGET_HEAD = ["", "wanted", "measured", "by round", ""];

function isStream({ cpuUsPerChunk, betweenMs }: Line): boolean {
  return Number.isFinite(cpuUsPerChunk.median) || Number.isFinite(betweenMs.median);
}

function formatWhole(line: Line, lines: readonly Line[]): string[] {
  return [
    nameOf(line), line.callsPerS.median.toFixed(0), formatSpread(line.callsPerS.rounds, 0), ofOther(line, lines, "bare", ({ callsPerS }) => callsPerS),
    ...[line.lastMs, line.lastP99Ms].map(({ median }) => median.toFixed(2)), formatOr(line.cpuMsPerCall, 3),
    ofOther(line, lines, "bare", ({ cpuMsPerCall }) => cpuMsPerCall), formatOr(line.postgresCpuMsPerCall, 3), formatOr(line.rssMiB, 0), formatOr(line.loadCores, 2),
  ];
}

function formatStream(line: Line, lines: readonly Line[]): string[] {
  const direct = lines.find(({ scenario, subject }) => scenario === line.scenario && subject === "direct");
  const later = direct && direct !== line ? formatOr(joinRounds(line.firstMs, direct.firstMs, (a, b) => a - b), 2) : "";
  return [
    nameOf(line), line.firstMs.median.toFixed(2), formatSpread(line.firstMs.rounds, 2), later, line.betweenMs.median.toFixed(2),
    line.betweenP99Ms.median.toFixed(2), formatOr(line.cpuUsPerChunk, 1), ofOther(line, lines, "bare", ({ cpuUsPerChunk }) => cpuUsPerChunk),
    formatOr(line.rssMiB, 0), formatOr(line.loadCores, 2),
  ];
}

function nameOf({ scenario, subject, failed }: Line): string {
  return `${scenario}: ${subject}${failed > 0 ? ` (${failed} failed)` : ""}`;
}

function ofOther(line: Line, lines: readonly Line[], other: string, of: (line: Line) => Figure): string {
  const base = lines.find(({ scenario, subject }) => scenario === line.scenario && subject === other);
  return base ? formatOr(joinRounds(of(line), of(base), (a, b) => a / b), 2) : "";
}

function formatBooks({ scenario, books, bySubject }: Compared): string[] {
  const { lostAttempts, lostCalls, differencePico: { rows, rollups } } = books;
  const settled = (bySubject.get(OURS) ?? []).map(({ settleMs }) => settleMs);
  return [scenario.name, String(lostAttempts), String(lostCalls), String(rows), String(rollups), formatSpread(settled, 0)];
}

function formatTarget({ name, bound, value, isMet }: Target): string[] {
  if (isMet === null) return [name, bound, "not measured"];
  return [name, bound, formatOr(value, 2), formatSpread(value.rounds, 2), isMet ? "met" : "missed"];
}

/** Nothing where there is no figure. */
function formatOr({ median }: Figure, places: number): string {
  return Number.isFinite(median) ? median.toFixed(places) : "";
}
