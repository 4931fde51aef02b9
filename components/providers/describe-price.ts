import { formatPricePerMillion } from "@/lib/core/money";
import type { ClassPrices, Price, PriceClass } from "@/lib/core/price";
import { exactUsd } from "../amounts";
import { formatCount } from "../counts";

const NAMES: Readonly<Record<PriceClass, string>> = {
  input: "input",
  output: "output",
  cachedInput: "cached input",
  cacheWrite5m: "5 min cache write",
  cacheWrite1h: "1 hour cache write",
  reasoning: "reasoning",
  perRequest: "per request",
};

/** "input $0.59, output $0.79": what the price names, per million tokens, the fee per request. */
export function describeClassPrices(prices: Partial<ClassPrices>): string {
  return (Object.keys(NAMES) as PriceClass[])
    .flatMap((name) => {
      const pico = prices[name];
      if (pico === undefined) return [];
      return [`${NAMES[name]} ${name === "perRequest" ? exactUsd(pico) : formatPricePerMillion(pico)}`];
    })
    .join(", ");
}

/** "Above 200,000 prompt tokens: input $6.00, output $22.50", a line for each step. */
export function describeSteps({ steps }: Price): string[] {
  return steps.map(({ aboveInputTokens, prices }) => `Above ${formatCount(aboveInputTokens)} prompt tokens: ${describeClassPrices(prices)}`);
}
