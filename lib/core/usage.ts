/** The classes that tokens are counted and priced in. */
export const UNIT_CLASSES = ["input", "cachedInput", "cacheWrite5m", "cacheWrite1h", "output", "reasoning"] as const;

export type UnitClass = (typeof UNIT_CLASSES)[number];

/**
 * Token counts of one attempt. `input` is everything read: cachedInput, cacheWrite5m and cacheWrite1h are
 * parts of it; `reasoning` is a part of `output`. Adapters bring every dialect to this form.
 */
export type Usage = Readonly<Record<UnitClass, number>>;

/** What a database integer holds, and far more than any context. */
export const MAX_TOKENS = 2 ** 31 - 1;

/**
 * Usage from what an upstream reported, or null when it cannot be believed: a count that is no whole number
 * from 0 to MAX_TOKENS, input or output missing, or parts above their whole. Refused rather than clamped,
 * since a clamped count is an invented one and a negative or wrapped one would be a credit; the caller then
 * estimates and says so. Absent or null parts are 0.
 */
export function parseUsage(reported: Readonly<Partial<Record<UnitClass, unknown>>>): Usage | null {
  const input = parseCount(reported.input);
  const output = parseCount(reported.output);
  const cachedInput = parseCount(reported.cachedInput ?? 0);
  const cacheWrite5m = parseCount(reported.cacheWrite5m ?? 0);
  const cacheWrite1h = parseCount(reported.cacheWrite1h ?? 0);
  const reasoning = parseCount(reported.reasoning ?? 0);
  if (input === null || cachedInput === null || cacheWrite5m === null || cacheWrite1h === null) return null;
  if (output === null || reasoning === null) return null;
  if (cachedInput + cacheWrite5m + cacheWrite1h > input || reasoning > output) return null;
  return { input, cachedInput, cacheWrite5m, cacheWrite1h, output, reasoning };
}

function parseCount(value: unknown): number | null {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > MAX_TOKENS) return null;
  return value === 0 ? 0 : value; // -0 is 0
}

/** The units to be charged in each class: disjoint, so that they add up to the tokens of the attempt. */
export function splitUsage(usage: Usage): Record<UnitClass, number> {
  const { input, cachedInput, cacheWrite5m, cacheWrite1h, output, reasoning } = usage;
  return { input: input - cachedInput - cacheWrite5m - cacheWrite1h, cachedInput, cacheWrite5m, cacheWrite1h, output: output - reasoning, reasoning };
}

/** Tokens of the attempt, each counted once. */
export function usageTokens(usage: Usage): number {
  return usage.input + usage.output;
}
