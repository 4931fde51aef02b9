import { resolvePrice, type Price } from "@/lib/core/price";
import { splitUsage, UNIT_CLASSES, type UnitClass } from "@/lib/core/usage";
import type { CallShape } from "../scenario";

type Weighed = { shape: CallShape; weight: number };
type Units = { calls: bigint; units: Record<UnitClass, bigint> };

/** Weights that are no whole numbers are taken in parts of the largest: an error below 10⁻¹². */
const WEIGHT_PARTS = 2 ** 40;
const MAX_WHOLE = 2 ** 40;
/** How finely answers' lengths are told apart. */
const LENGTHS = 48;

/** What the calls of a group are on average: exact sums of whole tokens, divided once. */
export class ShapeMeans {
  private readonly weighed: readonly { shape: CallShape; weight: bigint }[];
  private readonly unstepped: Units;
  readonly tokens: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  private listed: readonly number[] | null = null;

  constructor(private readonly shapes: readonly Weighed[]) {
    const weights = wholeWeights(shapes.map(({ weight }) => weight));
    this.weighed = shapes.map(({ shape }, index) => ({ shape, weight: weights[index] ?? 0n }));
    this.unstepped = sumUnits(this.weighed);
    const { calls, units } = this.unstepped;
    const mean = (sum: bigint) => (calls === 0n ? 0 : Number(sum) / Number(calls));
    const input = units.input + units.cachedInput + units.cacheWrite5m + units.cacheWrite1h;
    const output = units.output + units.reasoning;
    this.tokens = mean(input + output);
    this.inputTokens = mean(input);
    this.cachedTokens = mean(units.cachedInput);
    this.outputTokens = mean(output);
  }

  /** Tokens that answers have, as equally likely numbers, ascending. */
  get outputs(): readonly number[] {
    return (this.listed ??= this.listOutputs());
  }

  /** What one of them costs where it is served, in pico-USD. */
  costPico(price: Price): number {
    if (this.unstepped.calls === 0n) return 0;
    const parts = price.steps.length === 0 ? [{ price, at: 0, ...this.unstepped }] : this.bySteps(price);
    const sum = parts.reduce((total, { calls, units, at }) => {
      const { prices } = resolvePrice(price, at);
      return UNIT_CLASSES.reduce((part, name) => part + units[name] * prices[name], total + calls * prices.perRequest);
    }, 0n);
    return Number(sum) / Number(this.unstepped.calls);
  }

  /** Tokens that answers have: the middles of so many equal parts, ascending. */
  private listOutputs(): number[] {
    const ascending = [...this.shapes].sort((a, b) => a.shape.usage.output - b.shape.usage.output);
    const whole = ascending.reduce((sum, { weight }) => sum + weight, 0);
    let [index, upTo] = [0, ascending[0]?.weight ?? 0];
    return Array.from({ length: LENGTHS }, (_, part) => {
      while (index + 1 < ascending.length && upTo <= ((part + 0.5) * whole) / LENGTHS) upTo += ascending[++index]?.weight ?? 0;
      return ascending[index]?.shape.usage.output ?? 0;
    });
  }

  private bySteps(price: Price): (Units & { at: number })[] {
    const parts = new Map<number, { at: number; weighed: { shape: CallShape; weight: bigint }[] }>();
    for (const each of this.weighed) {
      const at = each.shape.usage.input;
      const { step } = resolvePrice(price, at);
      const part = parts.get(step) ?? { at, weighed: [] };
      parts.set(step, part);
      part.weighed.push(each);
    }
    return [...parts.values()].map(({ at, weighed }) => ({ at, ...sumUnits(weighed) }));
  }
}

function sumUnits(weighed: readonly { shape: CallShape; weight: bigint }[]): Units {
  const units = { input: 0n, cachedInput: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n, reasoning: 0n };
  let calls = 0n;
  for (const { shape, weight } of weighed) {
    const own = splitUsage(shape.usage);
    for (const name of UNIT_CLASSES) if (own[name] !== 0) units[name] += BigInt(own[name]) * weight;
    calls += weight;
  }
  return { calls, units };
}

function wholeWeights(weights: readonly number[]): bigint[] {
  if (weights.every((weight) => Number.isInteger(weight) && weight <= MAX_WHOLE)) return weights.map(BigInt);
  const largest = Math.max(...weights);
  return weights.map((weight) => BigInt(Math.round((weight / largest) * WEIGHT_PARTS)));
}
