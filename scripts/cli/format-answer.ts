import type { ScenarioAnswer } from "@/lib/scenarios/answer-schema";

const ENGINES = { "closed-form": "by formulas", events: "simulated", backtest: "recorded calls walked again" } as const;
const SOURCES = { catalogue: "catalogue", "status-pages": "status pages 2021 to 2024", typed: "typed", assumed: "assumed" } as const;
const UNKNOWN = "unknown";

type Row = readonly string[];

/** What a person reads of an answer: its tiers, its figures with their intervals, and what they rest on. */
export function formatAnswer(answer: ScenarioAnswer): string[] {
  const { engine, profile, calls, tiers, assumptions } = answer;
  const version = profile.version === null ? "not published" : `version ${profile.version}`;
  return [
    `${profile.slug} (${version}), ${ENGINES[engine]}, ${formatCalls(calls)} calls, seed ${answer.seed}`,
    "",
    ...table(
      ["tier", "endpoint", "P", "of all calls", "USD/M", "attempts a call"],
      tiers.map((tier) => [String(tier.tier), tier.endpoint, percent(tier.p), percent(tier.pUnconditional), usd(tier.usdPerMillion), tier.attempts.toFixed(4)]),
      2,
    ),
    "",
    ...table(null, figures(answer), 3),
    ...recorded(answer),
    "",
    "It rests on:",
    ...table(null, assumptions.map(({ label, value, source, isThin }) => [label, value, `${sourceOf(source)}${isThin ? ", few attempts" : ""}`]), 3),
  ].map((line) => line.trimEnd());
}

function figures(answer: ScenarioAnswer): Row[] {
  const { intervals } = answer;
  const between = (interval: readonly [number, number] | null | undefined, format: (value: number) => string) =>
    interval ? `${format(interval[0])} to ${format(interval[1])}` : "";
  const ms = (value: number) => `${Math.round(value)} ms`;
  return [
    ["WARC", `${usd(answer.warcUsdPerMillion)} USD/M`, between(intervals?.warcUsdPerMillion, usd)],
    ["primary cost", `${usd(answer.primaryUsdPerMillion)} USD/M`, ""],
    ["effective cost", `${usd(answer.effectiveUsdPerMillion)} USD/M`, between(intervals?.effectiveUsdPerMillion, usd)],
    ["availability", percent(answer.availability), between(intervals?.availability, percent)],
    ["without fallback", percent(answer.availabilityWithoutFallback), ""],
    ["30 days", `${usd(answer.monthlyUsd)} USD`, between(intervals?.monthlyUsd, usd)],
    ["first token p50", answer.firstTokenMs ? ms(answer.firstTokenMs.p50Ms) : UNKNOWN, ""],
    ["first token p95", answer.firstTokenMs ? ms(answer.firstTokenMs.p95Ms) : UNKNOWN, between(intervals?.firstTokenP95Ms, ms)],
  ];
}

/** What happened, beside what would have, and what of it nobody can know. */
function recorded({ backtest, calls }: ScenarioAnswer): string[] {
  if (backtest === null) return [];
  const { recordedCalls, oneOf, replayedShare, unknowable, actual } = backtest;
  const thinned = oneOf === 1 ? "" : `, one in ${oneOf} of ${formatCalls(recordedCalls)}`;
  return [
    "", `${formatCalls(calls)} recorded calls${thinned}; ${percent(replayedShare)} of the attempts as recorded, the others drawn. What happened then:`,
    ...table(null, [
      ["WARC", `${usd(actual.warcUsdPerMillion)} USD/M`], ["effective cost", `${usd(actual.effectiveUsdPerMillion)} USD/M`],
      ["availability", percent(actual.availability)], ["30 days", `${usd(actual.monthlyUsd)} USD`],
    ], 2),
    ...unknowable.map(({ endpoint, calls: asked }) => `${endpoint} was never called then: ${formatCalls(asked)} calls rest on assumptions.`),
  ];
}

function sourceOf(source: ScenarioAnswer["assumptions"][number]["source"]): string {
  return source.kind === "ledger" ? `ledger, ${formatCalls(source.count)} ${source.what}` : SOURCES[source.kind];
}

function formatCalls(calls: number): string {
  return Math.round(calls).toLocaleString("en-US");
}

/** Four significant places, so that a small price does not read as none. */
function usd(value: number | null): string {
  if (value === null) return UNKNOWN;
  return Math.abs(value) >= 1 || value === 0 ? value.toFixed(2) : value.toPrecision(4);
}

/** Floored to four places: what is not all never reads as 100%. */
function percent(share: number): string {
  // A float's noise must not cost the last place.
  return `${(Math.floor(share * 1e6 + 1e-6) / 1e4).toFixed(4)}%`;
}

/** @param left so many columns from the left are aligned there, the others to the right */
function table(head: Row | null, rows: readonly Row[], left: number): string[] {
  const all = head === null ? rows : [head, ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => (column < left ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  "));
}
