import type { Source } from "./assumption";
import type { TrafficBackground } from "./background";
import type { Ranged, TokensInput, TrafficInputs } from "./inputs";
import { ASSUMED, type Notebook, TYPED } from "./notebook";
import type { CallShape } from "./scenario";
import { lognormalOf, type Spread } from "./spread";
import { wordCount, wordPercent, wordRanged } from "./words";

/** No model reads or writes more today, by far. */
const MOST_TOKENS = 20_000_000;

/** How typed tokens are spread over calls; null where nothing is typed, or what is typed is refused. */
export function readTokens(path: string, what: string, typed: TokensInput | undefined, notes: Notebook): Spread | null {
  if (typed === undefined) return null;
  const isDistribution = typeof typed === "object" && "mean" in typed;
  const bounds = { least: 1, most: MOST_TOKENS };
  const mean = notes.readAmount(isDistribution ? `${path}.mean` : path, `${what} tokens of a call`, isDistribution ? typed.mean : typed, bounds);
  if (mean === undefined) return null;
  if (!isDistribution) return { kind: "fixed", value: mean };
  const p95 = notes.readAmount(`${path}.p95`, "The 95th percentile", typed.p95, bounds);
  if (p95 === undefined) return null;
  const spread = lognormalOf({ mean, p95 });
  if (spread) return spread;
  const why = p95 < mean
    ? `lies below the mean of ${wordCount(mean)}: 95 of 100 calls stay under it, so it must be above`
    : `is more than 3.868 times the mean of ${wordCount(mean)}, which no lognormal distribution has`;
  notes.refuse(`${path}.p95`, `The 95th percentile of ${wordCount(p95)} ${why}.`);
  return null;
}

/** Tells what calls are like, as they were composed. */
export function noteShapes(shapes: readonly CallShape[], typed: TrafficInputs, recorded: TrafficBackground | null, notes: Notebook): void {
  const ledger: Source = recorded && recorded.shapes.length > 0 ? { kind: "ledger", what: "calls", count: recorded.calls } : ASSUMED;
  const source = (value: unknown) => (value === undefined ? ledger : TYPED);
  const sum = (value: (shape: CallShape) => number) => shapes.reduce((all, shape) => all + shape.weight * value(shape), 0);
  const [calls, input] = [sum(() => 1), sum(({ usage }) => usage.input)];
  const share = (path: "cachedShare" | "streamShare", label: string, known: number, of: string) =>
    notes.note(`traffic.${path}`, label, `${wordShare(typed[path], known)} of ${of}`, source(typed[path]));
  notes.note("traffic.inputTokens", "Input of a call", wordTokens(typed.inputTokens, input / calls), source(typed.inputTokens));
  notes.note("traffic.outputTokens", "Output of a call", wordTokens(typed.outputTokens, sum(({ usage }) => usage.output) / calls), source(typed.outputTokens));
  share("cachedShare", "Cached input", input === 0 ? 0 : sum(({ usage }) => usage.cachedInput) / input, "input");
  share("streamShare", "Streams", sum(({ stream }) => Number(stream)) / calls, "calls");
}

function wordShare(typed: Ranged | undefined, known: number): string {
  return typed === undefined ? wordPercent(known) : wordRanged(typed, wordPercent);
}

function wordTokens(typed: TokensInput | undefined, mean: number): string {
  if (typed === undefined) return `${wordCount(mean)} tokens on average`;
  if (typeof typed === "number" || !("mean" in typed)) return `${wordRanged(typed, wordCount)} tokens, the same for all`;
  return `lognormal, ${wordRanged(typed.mean, wordCount)} tokens on average, 95 of 100 under ${wordCount(typed.p95)}`;
}
