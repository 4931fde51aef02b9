import { readPrice, type SourceClasses, type SourcePrice } from "@/lib/catalog/known/read-price";
import { formatPricePerMillion, formatUsdExact } from "@/lib/core/money";
import { type Price, type PriceClass, resolvePrice } from "@/lib/core/price";
import { simplifyPrice } from "@/lib/core/price-row";

/** From this many times as much, or that part of it, on a change is hard to believe. */
const FACTOR = 5n;

/** USD 0.001 per million: less than any listed price, and about what a price per token looks like where one per million belongs. */
const LEAST_PICO = 1_000n;

/** What becomes of a feed's price beside the list price that is known; `price` null is one that cannot be kept at all. */
export type Verdict =
  | { kind: "same" }
  /** The feed does not know it either. */
  | { kind: "unknown" }
  | { kind: "change"; price: Price; notes: string[] }
  | { kind: "propose"; price: Price | null; reason: string };

/** @param before the list price; null where nobody knows one */
export function judge(before: Price | null, said: SourcePrice): Verdict {
  const isZero = said.base.input === 0 && !said.isFree || said.base.output === 0 && !said.isFree;
  if (isZero && before === null) return { kind: "unknown" };
  const read = readPrice(isZero ? { ...said, isFree: true } : said);
  if ("problem" in read) return { kind: "propose", price: null, reason: `It cannot be kept: ${read.problem}` };
  if (before === null) {
    const tiny = ([["Input", read.price.base.input], ["Output", read.price.base.output]] as const).find(([, pico]) => pico > 0n && pico < LEAST_PICO);
    if (tiny) return { kind: "propose", price: read.price, reason: `${tiny[0]} costs ${formatPricePerMillion(tiny[1])}, which is less than any: it may be in another unit` };
    return { kind: "change", ...read };
  }
  const price = joined(before, read.price);
  if (isSame(before, price)) return { kind: "same" };
  if (isZero) return { kind: "propose", price, reason: "It falls to zero, and the feed does not say that it is free" };
  if (before.steps.length > 0 && read.price.steps.length === 0) {
    return { kind: "propose", price, reason: "The feed does not say what longer prompts cost, which have prices of their own here" };
  }
  const reason = findImplausible(before, price, said.isFree);
  return reason === null ? { kind: "change", price, notes: read.notes } : { kind: "propose", price, reason };
}

/** What the feed does not speak of stays as it was. */
function joined(before: Price, said: Price): Price {
  const near = (tokens: number) => before.steps.find(({ aboveInputTokens }) => Math.abs(aboveInputTokens - tokens) <= 1)?.aboveInputTokens ?? tokens;
  const steps = said.steps.map((step) => ({ ...step, aboveInputTokens: near(step.aboveInputTokens) }));
  return simplifyPrice({ base: { ...before.base, ...said.base }, steps: steps.length > 0 ? steps : before.steps });
}

/** Wherever either has a step, what each class costs before and after. */
function listPairs(before: Price, after: Price): { name: PriceClass; from: bigint; to: bigint }[] {
  const lengths = [0, ...[...before.steps, ...after.steps].map(({ aboveInputTokens }) => aboveInputTokens + 1)];
  return lengths.flatMap((tokens) => {
    const [from, to] = [resolvePrice(before, tokens).prices, resolvePrice(after, tokens).prices];
    return (Object.keys(from) as PriceClass[]).map((name) => ({ name, from: from[name], to: to[name] }));
  });
}

function isSame(before: Price, after: Price): boolean {
  return listPairs(before, after).every(({ from, to }) => from === to);
}

function findImplausible(before: Price, after: Price, isFree: boolean): string | null {
  for (const { name, from, to } of listPairs(before, after)) {
    if (from === to || (isFree && to === 0n)) continue;
    const words = `${WORDS[name]} goes from ${amountOf(name, from)} to ${amountOf(name, to)}`;
    if (to >= FACTOR * from) return `${words}: ${FACTOR} times as much or more`;
    // One that had no price of its own was charged as its parent: what is read from a cache costs a tenth of it.
    const isNew = before.base[name] === undefined && before.steps.every(({ prices }) => prices[name] === undefined);
    if (to * FACTOR <= from && (!isNew || to === 0n)) return `${words}: a fifth of it or less`;
  }
  return null;
}

const WORDS: Readonly<Record<PriceClass, string>> = {
  input: "Input", output: "Output", cachedInput: "Cached input", cacheWrite5m: "The 5 min cache write", cacheWrite1h: "The 1 hour cache write",
  reasoning: "Reasoning", perRequest: "The fee per request",
};

function amountOf(name: PriceClass, pico: bigint): string {
  return name === "perRequest" ? `$${formatUsdExact(pico)}` : formatPricePerMillion(pico);
}

/** What a feed says as one text, to know it again. */
export function textOf({ base, steps, isFree }: SourcePrice): string {
  const classes = (given: SourceClasses) => Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, amount]) => `${name} ${amount}`).join(", ");
  const lines = [...steps].sort((a, b) => a.aboveInputTokens - b.aboveInputTokens).map(({ aboveInputTokens, prices }) => `above ${aboveInputTokens}: ${classes(prices)}`);
  return [classes(base), ...lines, ...(isFree ? ["free"] : [])].join("; ");
}
