import { formatPricePerMillion, formatUsdExact } from "@/lib/core/money";
import type { ClassPrices, Price } from "@/lib/core/price";
import type { PriceFields } from "./price-class-fields";

/** A price as the texts of its form: what stands in a field when it is opened is what is in force. */
export function preparePriceFields({ base, steps }: Price): PriceFields {
  const fields = fieldsOf(base, "");
  for (const [index, { aboveInputTokens, prices }] of steps.entries()) {
    Object.assign(fields, fieldsOf(prices, `above.${index}.`), { [`above.${index}.promptTokens`]: String(aboveInputTokens) });
  }
  return fields;
}

function fieldsOf(prices: Partial<ClassPrices>, prefix: string): Record<string, string> {
  return Object.fromEntries(Object.entries(prices).map(([name, pico]) => [prefix + name, textOf(name, pico)]));
}

/** As a person types it: neither sign nor separators. */
function textOf(name: string, pico: bigint): string {
  return name === "perRequest" ? formatUsdExact(pico) : formatPricePerMillion(pico).replace(/[$,]/g, "");
}
