import { z } from "zod";
import type { PriceClass } from "@/lib/core/price";

/** What a provider charges by, as far as its export says: a class of ours, or all of one direction. */
export const INVOICE_CLASSES = ["input", "cachedInput", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "perRequest"] as const satisfies readonly PriceClass[];

export type InvoiceClass = (typeof INVOICE_CLASSES)[number];

/** What a provider says of a UTC day, a model and a class; null for what it does not say. */
export type InvoiceLine = {
  day: string | null;
  /** As the provider names it. */
  model: string | null;
  class: InvoiceClass | null;
  tokens: bigint | null;
  amountPico: bigint | null;
};

export const INVOICE_FORMS = ["total", "openai", "anthropic", "openrouter", "generic"] as const;

export type InvoiceForm = (typeof INVOICE_FORMS)[number];

const whole = z.string().regex(/^-?\d+$/).transform(BigInt).nullable();
const stored = z.array(z.tuple([z.string().nullable(), z.string().nullable(), z.enum(INVOICE_CLASSES).nullable(), whole, whole]));

/** Lines as the database has them: JSON has no bigint, and a number would lose digits. */
export function packLines(lines: readonly InvoiceLine[]): (string | null)[][] {
  return lines.map((line) => [line.day, line.model, line.class, line.tokens?.toString() ?? null, line.amountPico?.toString() ?? null]);
}

/** @throws ZodError when it is nothing that `packLines` gave */
export function unpackLines(value: unknown): InvoiceLine[] {
  return stored.parse(value).map(([day, model, name, tokens, amountPico]) => ({ day, model, class: name, tokens, amountPico }));
}

/** One line for each day, model and class: an export has one for every key, project or request besides. */
export function sumLines(lines: Iterable<InvoiceLine>): InvoiceLine[] {
  const sums = new Map<string, InvoiceLine>();
  for (const line of lines) {
    const key = JSON.stringify([line.day, line.model, line.class]);
    const sum = sums.get(key);
    if (sum) {
      sum.tokens = addKnown(sum.tokens, line.tokens);
      sum.amountPico = addKnown(sum.amountPico, line.amountPico);
    } else sums.set(key, { ...line });
  }
  return [...sums.values()];
}

/** What is not said adds nothing, and nothing said stays so. */
export function addKnown(a: bigint | null, b: bigint | null): bigint | null {
  return a === null ? b : b === null ? a : a + b;
}
