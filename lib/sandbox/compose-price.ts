import { formatPricePerMillion, MoneyError, type Pico, parsePricePerMillion, parseUsd } from "@/lib/core/money";
import type { Price } from "@/lib/core/price";
import type { EndpointBackground } from "./background";
import type { PriceInput } from "./inputs";
import { CATALOGUE, type Notebook, TYPED } from "./notebook";
import type { DatedPrice } from "./scenario";

const FREE: Price = { base: { input: 0n, output: 0n }, steps: [] };

/** What is typed is in force all the time; else what the catalogue has. Empty where nobody knows a price. */
export function composePrices(
  path: string,
  label: string,
  typed: PriceInput | "free" | undefined,
  known: EndpointBackground | undefined,
  notes: Notebook,
): readonly DatedPrice[] {
  if (typed === undefined) {
    notes.note(path, label, wordPrices(known?.prices ?? []), CATALOGUE);
    return known?.prices ?? [];
  }
  const price = typed === "free" ? FREE : readPrice(path, typed, notes);
  if (!price) return [];
  notes.note(path, label, typed === "free" ? "free" : wordPrice(price), TYPED);
  return [{ validFromMs: 0, price }];
}

function readPrice(path: string, typed: PriceInput, notes: Notebook): Price | null {
  const read = (field: keyof PriceInput, parse: (text: string) => Pico): Pico | null => {
    const text = typed[field];
    if (text === undefined) return null;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof MoneyError)) throw error;
      notes.refuse(`${path}.${field}`, `${error.message}.`);
      return null;
    }
  };
  const [input, output] = [read("inputUsd", parsePricePerMillion), read("outputUsd", parsePricePerMillion)];
  const [cachedInput, perRequest] = [read("cachedInputUsd", parsePricePerMillion), read("perRequestUsd", parseUsd)];
  if (input === null || output === null) return null;
  if (input === 0n && output === 0n && !perRequest) {
    notes.refuse(path, "Zero is not free here: an amount that nobody filled in looks the same. Say `free` where this endpoint really charges nothing, or leave the price out to take the catalogue's.");
    return null;
  }
  return { base: { input, output, ...(cachedInput !== null && { cachedInput }), ...(perRequest !== null && { perRequest }) }, steps: [] };
}

function wordPrices(prices: readonly DatedPrice[]): string {
  const [first, ...later] = prices;
  if (!first) return "not known: what it costs is left out, and said so";
  const changes = later.map(({ validFromMs, price }) => `; from ${new Date(validFromMs).toISOString().slice(0, 10)} on ${wordPrice(price)}`);
  return wordPrice(first.price) + changes.join("");
}

function wordPrice(price: Price | null): string {
  if (!price) return "not known";
  const { base, steps } = price;
  if (base.input === 0n && base.output === 0n && !base.perRequest) return "free, as its price says";
  const cached = base.cachedInput === undefined ? "" : `, cached ${formatPricePerMillion(base.cachedInput)}`;
  const stepped = steps.length > 0 ? `, other prices above ${steps[0]?.aboveInputTokens} input tokens` : "";
  return `${formatPricePerMillion(base.input)} in${cached} and ${formatPricePerMillion(base.output)} out for a million tokens${stepped}`;
}
