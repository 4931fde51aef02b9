import { type Change, changeOf, type Values, type Writer } from "@/lib/core/change";
import { formatPricePerMillion, formatUsdExact } from "@/lib/core/money";
import { floorQuarter, nextQuarter } from "@/lib/core/period";
import type { ClassPrices, Price } from "@/lib/core/price";
import { priceFromRow, priceToRow, simplifyPrice } from "@/lib/core/price-row";
import type { Transaction } from "@/lib/db";
import type { PriceKind } from "@/prisma/generated/enums";
import { newId, recordChange } from "./record-change";

/** `name` is `provider/model`. */
export type PricedEndpoint = { id: string; name: string };

/**
 * Sets the list price of an endpoint as a row of its own, whatever was agreed. The first is in force from the quarter-hour that has begun, a
 * change from the next one: what has happened keeps its price. A change that is not in force yet is replaced.
 * @param source where the price was read, for people
 */
export async function upsertPrice(
  tx: Transaction,
  writer: Writer,
  endpoint: PricedEndpoint,
  { price: given, source, now }: { price: Price; source: string; now: Date },
): Promise<Change> {
  const of = { teamId: writer.teamId, endpointId: endpoint.id, kind: "list" } as const;
  const rows = await tx.price.findMany({ where: of, include: { steps: true }, orderBy: { validFrom: "asc" } });
  const price = priceFromRow(priceToRow(simplifyPrice(given))); // one order of classes and steps
  const [values, latest] = [describePrice(price), rows.at(-1)];
  const known = latest ? describePrice(priceFromRow(latest)) : null;
  const change = changeOf("price", endpoint.name, known, values);
  if (change.kind === "unchanged") return change;

  const inForce = rows.filter((row) => row.validFrom <= now).at(-1);
  await tx.price.deleteMany({ where: { ...of, validFrom: { gt: now } } });
  const isBack = inForce && changeOf("price", "", describePrice(priceFromRow(inForce)), values).kind === "unchanged";
  const validFrom = beginOfPrice(inForce !== undefined, now);
  if (!isBack) {
    await writePrice(tx, { ...of, id: newId(), validFrom, validUntil: null, source }, price);
  }
  const from = (isBack ? inForce.validFrom : validFrom).toISOString();
  return recordChange(tx, writer, { ...change, after: { ...values, validFrom: from } });
}

type PriceKeys = { teamId: string; id: string; endpointId: string; kind: PriceKind; validFrom: Date; validUntil: Date | null; source: string };

export async function writePrice(tx: Transaction, keys: PriceKeys, price: Price): Promise<void> {
  const { steps, ...base } = priceToRow(price);
  await tx.price.create({ data: { ...keys, ...base } });
  const { teamId, id: priceId } = keys;
  if (steps.length > 0) await tx.priceStep.createMany({ data: steps.map((step) => ({ teamId, priceId, ...step })) });
}

/** From when a price that is set now is in force. @param hasPrice whether one is in force already */
export function beginOfPrice(hasPrice: boolean, now: Date): Date {
  return hasPrice ? nextQuarter(now) : floorQuarter(now);
}

/** A price in words: USD per million tokens by class, USD per request, and the steps. */
export function describePrice({ base, steps }: Price): Values {
  const lines = steps.map(({ aboveInputTokens, prices }) => {
    const parts = Object.entries(describeClasses(prices)).map(([name, text]) => `${name} ${text}`);
    return `above ${aboveInputTokens} tokens: ${parts.join(", ")}`;
  });
  return { ...describeClasses(base), ...(lines.length > 0 ? { steps: lines } : {}) };
}

function describeClasses(prices: Partial<ClassPrices>): Record<string, string> {
  const entries = Object.entries(prices).map(([name, pico]) => [
    name,
    name === "perRequest" ? `$${formatUsdExact(pico)}` : formatPricePerMillion(pico),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}
