import { exp, log } from "@/lib/core/exp-log";
import { inverseNormal } from "./inverse-normal";
import type { Ranged, ScenarioInputs } from "./inputs";
import type { Random } from "./random";

/** A share lies from 0 to 1, an amount from 0 on. */
export type RangeKind = "share" | "amount";

/** Half of the width of a 90% interval of a standard normal amount. */
const Z90 = inverseNormal(0.95);
/** Random numbers are steps of 2⁻³² from 0 on; the middle of a step is neither 0 nor 1. */
const HALF_STEP = 2 ** -33;

const SHARES: ReadonlySet<string> = new Set(["success", "billedShare", "cachedShare", "streamShare", "downShare"]);

/**
 * What a value stays under with probability `u` when it lies between two others with 90 in 100, in the middle of that:
 * amounts lognormal, shares logit-normal. Where an end is the very border, 0 or a share of 1, no such curve has it: the
 * value is then anywhere between the two alike.
 */
export function quantileOfRange([low, high]: readonly [number, number], kind: RangeKind, u: number): number {
  const isAtBorder = low <= 0 || (kind === "share" && high >= 1);
  if (isAtBorder) return low + u * (high - low);
  if (low === high) return low;
  const [from, to] = kind === "share" ? [logit(low), logit(high)] : [log(low), log(high)];
  const at = (from + to) / 2 + (inverseNormal(u) * (to - from)) / (2 * Z90);
  return kind === "share" ? 1 / (1 + exp(-at)) : exp(at);
}

/** A number as it is; of a range the value that it is as likely above as below. */
export function middleOfRange(value: Ranged, kind: RangeKind): number {
  return typeof value === "number" ? value : quantileOfRange(value, kind, 0.5);
}

/** The same inputs with the middle of each range in its place. */
export function middleOf(inputs: ScenarioInputs): ScenarioInputs {
  return mapRanges(inputs, "", (range, kind) => quantileOfRange(range, kind, 0.5));
}

/** The same inputs with a draw from each range in its place, one number from `random` for each, in the order of their names. */
export function drawInputs(inputs: ScenarioInputs, random: Random): ScenarioInputs {
  return mapRanges(inputs, "", (range, kind) => quantileOfRange(range, kind, random.next() + HALF_STEP));
}

/** Where ranges stand, such as `endpoints.groq/llama.success`, in the order of their names. */
export function listRanges(inputs: ScenarioInputs): { path: string; range: readonly [number, number]; kind: RangeKind }[] {
  const found: { path: string; range: readonly [number, number]; kind: RangeKind }[] = [];
  mapRanges(inputs, "", (range, kind, path) => {
    found.push({ path, range, kind });
    return range[0];
  });
  return found;
}

type Pick = (range: readonly [number, number], kind: RangeKind, path: string) => number;

/** Two numbers side by side are a range wherever they stand: inputs have no other lists of numbers. */
function mapRanges<T>(value: T, path: string, pick: Pick): T {
  if (isRange(value)) return pick(value, kindOf(path), path) as T;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => mapRanges(item as unknown, join(path, String(index)), pick)) as T;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, mapRanges(item as unknown, join(path, key), pick)])) as T;
}

function isRange(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === "number");
}

function kindOf(path: string): RangeKind {
  return SHARES.has(path.slice(path.lastIndexOf(".") + 1)) ? "share" : "amount";
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function logit(share: number): number {
  return log(share / (1 - share));
}
