import { MAX_PRICE_USD_PER_MILLION } from "@/lib/core/money";
import type { ClassPrices, Price, PriceClass } from "@/lib/core/price";
import { simplifyPrice } from "@/lib/core/price-row";

/** USD per million tokens as a source's JSON number, USD per request for `perRequest`. */
export type SourceClasses = Partial<Record<PriceClass, number>>;

export type SourcePrice = {
  base: SourceClasses;
  steps: readonly { aboveInputTokens: number; prices: SourceClasses }[];
  /** The source says that the model costs nothing: else a zero is what it writes when it does not know. */
  isFree: boolean;
};

/** `notes` say what was done to the source's figures, for people. */
export type ReadPrice = { price: Price; notes: string[] } | { problem: string };

/** Every price with up to six decimals is a whole number of pico-USD a token; a fee has twelve. */
const PICO_PER_UNIT: Readonly<Record<"token" | "request", number>> = { token: 1e6, request: 1e12 };
/** How far float noise may be from the price that was meant, as a share of it. */
const NOISE = 1e-9;

/**
 * A source's price in exact amounts: float noise is rounded away and noted, what would be changed by more than noise is
 * refused, and a zero is unknown unless the source says that the model is free.
 */
export function readPrice({ base, steps, isFree }: SourcePrice): ReadPrice {
  const notes: string[] = [];
  try {
    const known = readClasses(base, isFree, notes);
    const { input, output } = known;
    if (input === undefined || output === undefined) return { problem: "a price of zero or none, which is unknown" };
    const read = [...steps]
      .sort((a, b) => a.aboveInputTokens - b.aboveInputTokens)
      .map(({ aboveInputTokens, prices }) => ({ aboveInputTokens, prices: readClasses(prices, isFree, notes) }))
      .filter(({ aboveInputTokens, prices }) => aboveInputTokens > 0 && Object.keys(prices).length > 0);
    return { price: simplifyPrice({ base: { ...known, input, output }, steps: read }), notes };
  } catch (error) {
    if (error instanceof AmountError) return { problem: error.message };
    throw error;
  }
}

class AmountError extends Error {}

function readClasses(classes: SourceClasses, isFree: boolean, notes: string[]): Partial<ClassPrices> {
  const entries = Object.entries(classes) as [PriceClass, number][];
  return Object.fromEntries(entries.flatMap(([name, amount]) => {
    if (amount === 0 && !isFree) return [];
    return [[name, readAmount(name, amount, notes)]];
  }));
}

function readAmount(name: PriceClass, amount: number, notes: string[]): bigint {
  if (!Number.isFinite(amount) || amount < 0) throw new AmountError(`${name} is no price: ${amount}`);
  if (amount > Number(MAX_PRICE_USD_PER_MILLION)) throw new AmountError(`${name} is above any believable price: ${amount}`);
  const scale = PICO_PER_UNIT[name === "perRequest" ? "request" : "token"];
  const rounded = Math.round(amount * scale);
  if (Math.abs(amount * scale - rounded) > amount * scale * NOISE) throw new AmountError(`${name} has more decimals than can be kept: ${amount}`);
  if (rounded / scale !== amount) notes.push(`${name} rounded from ${amount}`);
  return BigInt(rounded);
}

/** Whether two sources say the same of all that both of them say. Thresholds that are one token apart are the same. */
export function agree(a: Price, b: Price): boolean {
  if (!agreeOn(a.base, b.base)) return false;
  if (a.steps.length !== b.steps.length) return a.steps.length === 0 || b.steps.length === 0;
  return a.steps.every(({ aboveInputTokens, prices }, index) => {
    const other = b.steps[index];
    return other !== undefined && Math.abs(other.aboveInputTokens - aboveInputTokens) <= 1 && agreeOn(prices, other.prices);
  });
}

function agreeOn(a: Partial<ClassPrices>, b: Partial<ClassPrices>): boolean {
  return (Object.keys(a) as PriceClass[]).every((name) => b[name] === undefined || a[name] === b[name]);
}

/** How much a price says: the more of two that agree is the better one. */
export function countSaid({ base, steps }: Price): number {
  return Object.keys(base).length + steps.reduce((sum, { prices }) => sum + 1 + Object.keys(prices).length, 0);
}
