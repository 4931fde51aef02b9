import { type Ratio, ratio } from "@/lib/core/ratio";
import { formatUsdRatio, formatUsdRatioDelta } from "@/lib/core/money";
import type { Assumption } from "@/lib/sandbox/assumption";
import type { BacktestResult } from "@/lib/sandbox/backtest/backtest";
import type { SimulationResult } from "@/lib/sandbox/result";

/** A figure as it was and as it would have been, in words. */
export type BacktestRow = { name: string; actual: string; predicted: string; difference: string };

const UNKNOWN = "not known";

export function prepareRows({ actual, predicted }: BacktestResult, oneOf: number): BacktestRow[] {
  const money = (name: string, of: (result: SimulationResult) => number | null, suffix: string): BacktestRow => {
    const [was, would] = [of(actual), of(predicted)];
    return { name, actual: usd(was, suffix), predicted: usd(would, suffix), difference: usdDifference(was, would, suffix) };
  };
  const share = (name: string, was: number | null, would: number | null): BacktestRow => ({
    name, actual: percent(was), predicted: percent(would), difference: shareDifference(was, would),
  });
  const tiers = predicted.tiers.map(({ tier, endpoint, p }) => share(`P${tier} ${endpoint}`, pOf(actual, endpoint), p));
  const gone = actual.tiers.filter(({ endpoint }) => predicted.tiers.every((each) => each.endpoint !== endpoint));
  return [
    money(oneOf === 1 ? "Spend" : `Spend of one call in ${oneOf}`, ({ spendUsd }) => spendUsd, ""),
    money("WARC", ({ warcUsdPerMillion }) => warcUsdPerMillion, "/M"),
    money("Effective cost", ({ effectiveUsdPerMillion }) => effectiveUsdPerMillion, "/M"),
    share("Availability", actual.availability, predicted.availability),
    ...tiers,
    ...[...new Set(gone.map(({ endpoint }) => endpoint))].map((endpoint) => share(`${endpoint}, no tier of the candidate`, pOf(actual, endpoint), 0)),
  ];
}

/** An endpoint may have had several places in a period. */
function pOf({ tiers }: SimulationResult, endpoint: string): number | null {
  const own = tiers.filter((tier) => tier.endpoint === endpoint);
  return own.length === 0 ? 0 : own.reduce((sum, { p }) => sum + p, 0);
}

function usd(value: number | null, suffix: string): string {
  return value === null ? UNKNOWN : `${formatUsdRatio(toRatio(value))}${suffix}`;
}

/** "-$1.20 (12% less)" */
function usdDifference(was: number | null, would: number | null, suffix: string): string {
  if (was === null || would === null) return UNKNOWN;
  if (was === would) return "the same";
  const part = was === 0 ? "" : ` (${percent(Math.abs(would / was - 1))} ${would > was ? "more" : "less"})`;
  return `${formatUsdRatioDelta(toRatio(would - was))}${suffix}${part}`;
}

function shareDifference(was: number | null, would: number | null): string {
  if (was === null || would === null) return UNKNOWN;
  if (percent(was) === percent(would)) return "the same";
  const points = (would - was) * 100;
  return `${points > 0 ? "+" : ""}${Number(points.toPrecision(3))} points (${would > was ? "higher" : "lower"})`;
}

function percent(value: number | null): string {
  return value === null ? UNKNOWN : `${Number((value * 100).toPrecision(5))}%`;
}

function toRatio(value: number): Ratio {
  return ratio(BigInt(Math.round(value * 1e9)), 1_000_000_000n);
}

/** What the result rests on, in one sentence. */
export function describeGround({ predicted, replayedShare, drawnShare }: BacktestResult, oneOf: number): string {
  const calls = new Intl.NumberFormat("en-US").format(predicted.calls);
  const thinned = oneOf === 1 ? "" : `, one in ${oneOf} of those recorded`;
  return `${calls} calls${thinned}. ${percent(replayedShare)} of attempts are replayed as recorded, ${percent(drawnShare)} are drawn.`;
}

/** What the drawn attempts rest on that no call recorded, what a person cannot know from elsewhere first. */
export function pickUnrecorded(assumptions: readonly Assumption[]): Assumption[] {
  const unrecorded = assumptions.filter(({ source, path }) => source.kind !== "ledger" && path !== "seed");
  const isGuess = ({ source }: Assumption) => source.kind === "assumed" || source.kind === "status-pages";
  return [...unrecorded.filter(isGuess), ...unrecorded.filter((each) => !isGuess(each))];
}
