import type { Usage } from "@/lib/core/usage";

/** The columns of an attempt as its usage; null where it is not known. */
export function readUsage(attempt: { [Class in keyof Usage]: number | null }): Usage | null {
  const { input, cachedInput, cacheWrite5m, cacheWrite1h, output, reasoning } = attempt;
  if (input === null || output === null) return null;
  return {
    input,
    output,
    cachedInput: cachedInput ?? 0,
    cacheWrite5m: cacheWrite5m ?? 0,
    cacheWrite1h: cacheWrite1h ?? 0,
    reasoning: reasoning ?? 0,
  };
}
