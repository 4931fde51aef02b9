import type { ComponentProps } from "react";
import type { AgreementRow } from "@/components/providers/agreements";
import { describeClassPrices } from "@/components/providers/describe-price";
import type { PriceNow } from "@/components/providers/price-now";
import { formatTime } from "@/components/times";
import { beginOfPrice } from "@/lib/catalog/prices";
import { findListPriceInForce, findPriceInForce } from "@/lib/core/price";
import type { PriceInForce } from "@/lib/reports/prices";

/** From when a price that is saved now is in force, and what becomes of one that is still to come. */
export function describeFrom(prices: readonly PriceInForce[], now: Date, zone: string): string {
  const hasPrice = findPriceInForce(prices, now) !== null;
  const from = `In force from ${formatTime(beginOfPrice(hasPrice, now), "minute", zone)} ${zone}`;
  if (!hasPrice) return `${from}, when this quarter-hour began.`;
  const replaced = prices.some(({ validFrom }) => validFrom > now) ? " It replaces the change that was still to come." : "";
  return `${from}, when the next quarter-hour begins. Calls until then keep the price they have.${replaced}`;
}

/** The list price and what was agreed, as they are in force. */
export function prepareNow(prices: readonly PriceInForce[], now: Date, zone: string): ComponentProps<typeof PriceNow> {
  const [list, inForce] = [findListPriceInForce(prices, now), findPriceInForce(prices, now)];
  const agreed = inForce?.kind === "negotiated" ? inForce : null;
  return {
    list: list && { price: list.price, since: formatTime(list.validFrom, "minute", zone) },
    agreed: agreed && { price: agreed.price, since: formatTime(agreed.validFrom, "minute", zone), until: agreed.validUntil && formatTime(agreed.validUntil, "minute", zone) },
  };
}

/** Those that last or are to come. */
export function prepareAgreements(prices: readonly PriceInForce[], now: Date, zone: string): AgreementRow[] {
  return prices
    .filter(({ kind, validUntil }) => kind === "negotiated" && (validUntil === null || validUntil > now))
    .map(({ id, price, validFrom, validUntil }) => ({
      id,
      price: describeClassPrices(price.base),
      when: `from ${formatTime(validFrom, "minute", zone)}${validUntil ? ` to ${formatTime(validUntil, "minute", zone)}` : ", without an end"}`,
      hasBegun: validFrom <= now,
    }));
}
