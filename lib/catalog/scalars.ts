import { z } from "zod";
import { MoneyError, parseUsd, type Pico } from "@/lib/core/money";

/** What a text must be: in a configuration file every scalar is a text, and stored rules are read as if they were. */

export function text(problem: (value: string) => string | null) {
  return z.string().superRefine((value, context) => {
    const message = problem(value);
    if (message !== null) context.addIssue({ code: "custom", message });
  });
}

/** A text that stands for something else. @param parse gives null for a text that does not */
export function parsed<T>(parse: (value: string) => T | null, message: string) {
  return z.string().transform((value, context) => {
    const result = parse(value);
    if (result !== null) return result;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
}

export function whole(min: number, max: number) {
  const parse = (value: string) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    return number >= min && number <= max ? number : null;
  };
  return parsed(parse, `must be a whole number from ${min} to ${max}`);
}

export const flag = parsed((value) => (value === "true" || value === "false" ? value === "true" : null), "must be true or false");

export function amount(parse: (value: string) => Pico) {
  return z.string().transform((value, context) => {
    try {
      return parse(value);
    } catch (error) {
      if (!(error instanceof MoneyError)) throw error;
      // Without the amount itself: the line shows it, and it may have come from a variable.
      context.addIssue({ code: "custom", message: error.message.replace(/^\w+ "(?:[^"\\]|\\.)*" /, "") });
      return z.NEVER;
    }
  });
}

export const usd = amount(parseUsd);

/** A list in which no two items have the same key. @param field of the item that is to blame; none for scalars */
export function distinct<T extends z.ZodType>(item: T, keyOf: (item: z.output<T>) => string, ...field: [] | [string]) {
  return z.array(item).superRefine((items, context) => {
    const seen = new Set<string>();
    for (const [index, entry] of items.entries()) {
      const key = keyOf(entry);
      if (seen.has(key)) context.addIssue({ code: "custom", message: `is given twice: ${key}`, path: [index, ...field] });
      seen.add(key);
    }
  });
}
