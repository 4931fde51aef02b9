import type { ScenarioInputs, TokensInput } from "@/lib/sandbox/inputs";
import type { CallShape, Traffic } from "@/lib/sandbox/scenario";
import type { NumberSpec } from "./number-spec";

/** How far the 95th percentile lies above the mean where nothing else is known. */
const USUAL_SPREAD = 2.5;

/** Numbers about calls. @param traffic as the scenario has it; null where there is none. @param isCounted whether its number of calls is known */
export function trafficSpecs({ traffic: said }: ScenarioInputs, traffic: Traffic | null, isCounted: boolean): NumberSpec[] {
  const shapes = traffic?.shapes ?? [];
  return [
    {
      path: "traffic.callsPerMinute", label: "Calls a minute", unit: "", min: 0.1, max: 100_000, isLog: true, canRange: true,
      said: said.callsPerMinute ?? null, used: traffic && isCounted ? meanRate(traffic) : null,
      change: (callsPerMinute) => ({ type: "set traffic", fields: { callsPerMinute } }),
    },
    ...tokenSpecs("inputTokens", "Input tokens", said.inputTokens, shapes, ({ usage }) => usage.input),
    ...tokenSpecs("outputTokens", "Output tokens", said.outputTokens, shapes, ({ usage }) => usage.output),
    {
      path: "traffic.cachedShare", label: "Cached input", unit: "%", min: 0, max: 1, canRange: true,
      said: said.cachedShare ?? null, used: shareOf(shapes, ({ usage }) => usage.cachedInput, ({ usage }) => usage.input),
      change: (cachedShare) => ({ type: "set traffic", fields: { cachedShare } }),
    },
    {
      path: "traffic.streamShare", label: "Calls that stream", unit: "%", min: 0, max: 1, canRange: true,
      said: said.streamShare ?? null, used: shareOf(shapes, ({ stream }) => Number(stream), () => 1),
      change: (streamShare) => ({ type: "set traffic", fields: { streamShare } }),
    },
    {
      path: "traffic.minutes", label: "Length of the run", unit: "min", min: 10, max: 44_640, isLog: true, canRange: false,
      said: said.minutes ?? null, used: traffic?.minutes ?? null,
      change: (minutes) => ({ type: "set traffic", fields: { minutes: Math.round(typeof minutes === "number" ? minutes : minutes[0]) } }),
    },
  ];
}

/** The mean, and the 95th percentile that goes with it: together they are one distribution. */
function tokenSpecs(field: "inputTokens" | "outputTokens", label: string, said: TokensInput | undefined, shapes: readonly CallShape[], count: (shape: CallShape) => number): NumberSpec[] {
  const known = { mean: shareOf(shapes, count, () => 1), p95: quantileOfShapes(shapes, count, 0.95) };
  const isSpread = typeof said === "object" && "mean" in said;
  const mean = isSpread ? said.mean : said ?? null;
  const common = { path: `traffic.${field}`, unit: "", min: 1, max: 200_000, isLog: true };
  const middle = mean === null ? known.mean : typeof mean === "number" ? mean : (mean[0] + mean[1]) / 2;
  return [
    {
      ...common, label: `${label}, mean`, part: "mean", canRange: true, said: mean, used: known.mean,
      change: (value) => ({ type: "set traffic", fields: { [field]: { mean: value, p95: p95For(value, isSpread ? said.p95 / Math.max(middle ?? 1, 1) : spreadOf(known)) } } }),
    },
    {
      ...common, label: `${label}, 95 of 100 under`, part: "p95", canRange: false, said: isSpread ? said.p95 : null, used: known.p95,
      change: (value) => ({ type: "set traffic", fields: { [field]: { mean: mean ?? Math.max(Math.round(known.mean ?? 1), 1), p95: typeof value === "number" ? value : value[1] } } }),
    },
  ];
}

/** No lognormal distribution has its 95th percentile below the mean, or above 3.868 times it. */
function p95For(mean: number | readonly [number, number], spread: number): number {
  const [low, high] = typeof mean === "number" ? [mean, mean] : mean;
  return Math.round(((low + high) / 2) * Math.min(Math.max(spread, 1), 3.8) * 100) / 100;
}

function spreadOf({ mean, p95 }: { mean: number | null; p95: number | null }): number {
  return mean !== null && p95 !== null && mean > 0 ? p95 / mean : USUAL_SPREAD;
}

function meanRate({ rate: { callsPerMinute } }: Traffic): number | null {
  return callsPerMinute.length === 0 ? null : callsPerMinute.reduce((sum, each) => sum + each, 0) / callsPerMinute.length;
}

/** Of all that `of` counts, what `part` counts; null without anything. */
function shareOf(shapes: readonly CallShape[], part: (shape: CallShape) => number, of: (shape: CallShape) => number): number | null {
  const sum = (count: (shape: CallShape) => number) => shapes.reduce((all, shape) => all + shape.weight * count(shape), 0);
  const whole = sum(of);
  return whole === 0 ? null : sum(part) / whole;
}

function quantileOfShapes(shapes: readonly CallShape[], count: (shape: CallShape) => number, u: number): number | null {
  const sorted = [...shapes].sort((a, b) => count(a) - count(b));
  let left = u * sorted.reduce((sum, { weight }) => sum + weight, 0);
  const found = sorted.find(({ weight }) => (left -= weight) <= 0);
  return found ? count(found) : null;
}
