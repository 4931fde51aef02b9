import { validateHeaderName, validateHeaderValue } from "node:http";
import { z } from "zod";

function isHeader([name, value]: [string, string | string[]]): boolean {
  try {
    validateHeaderName(name);
    for (const one of [value].flat()) validateHeaderValue(name, one);
    return true;
  } catch {
    return false;
  }
}

/** Response headers of a script: whatever node:http can send. */
export const headersSchema = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .refine((record) => Object.entries(record).every(isHeader), "not a valid HTTP header; use kind raw for broken ones");
