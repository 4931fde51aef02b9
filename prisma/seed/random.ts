/** Draws that are the same for the same seed, on every machine. */
export type Random = {
  /** In [0, 1). */
  unit(): number;
  between(low: number, high: number): number;
  /** Log-normal around a median: many small ones, a few large ones. A spread of 0.5 puts two thirds within × 1.65. */
  around(median: number, spread: number): number;
  happens(probability: number): boolean;
  bytes(length: number): Uint8Array;
};

/** The generator is xorshift32 (Marsaglia, 2003): small and repeatable, and good enough for a demonstration. */
export function createRandom(seed: number): Random {
  let state = seed | 0 || 1; // 0 would stay 0
  const unit = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  // Box and Muller; 1 - unit() is never 0.
  const normal = () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  return {
    unit,
    between: (low, high) => low + (high - low) * unit(),
    around: (median, spread) => median * Math.exp(spread * normal()),
    happens: (probability) => unit() < probability,
    bytes: (length) => Uint8Array.from({ length }, () => Math.floor(unit() * 256)),
  };
}
