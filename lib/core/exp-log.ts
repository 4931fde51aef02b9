/*
 * The language leaves the last digit of Math.exp and Math.log to each engine, and versions of the same one differ in it.
 * Where a comparison follows, that digit decides a count. These use the four operations alone, which are the same everywhere.
 */

/** ln 2 in two parts: whole multiples up to 2,000 of the first are exact. */
const LN2_HIGH = 0.693147180369123816;
const LN2_LOW = 1.90821492927058770e-10;

const LEAST_POWER = -1_074;
/** The powers of 2 from 2⁻¹⁰⁷⁴ to 2¹⁰²³. */
const POWERS = createPowers();

/** e to the power of `x`, to about 10⁻¹⁶ of itself, the same on every machine. */
export function exp(x: number): number {
  if (!(x < 709.78)) return x >= 709.78 ? Infinity : NaN;
  if (x < -745) return 0;
  const power = Math.round(x / Math.LN2);
  const rest = x - power * LN2_HIGH - power * LN2_LOW;
  const value = 1 + exceed(rest);
  // 2¹⁰²⁴ is more than a number holds, its half times the value is not.
  return power > 1_023 ? value * 2 * (POWERS[power - 1 - LEAST_POWER] ?? 0) : value * (POWERS[power - LEAST_POWER] ?? 0);
}

/** exp(x) − 1 without the loss of digits near 0. */
export function expm1(x: number): number {
  return Math.abs(x) < 0.34 ? exceed(x) : exp(x) - 1;
}

/** By Taylor's series, for |x| up to ln 2 / 2: the term of 1/15! would add less than 10⁻¹⁸. Written out, as it is quicker. */
function exceed(x: number): number {
  const upper = 1 / 362_880 + x * (1 / 3_628_800 + x * (1 / 39_916_800 + x * (1 / 479_001_600 + x * (1 / 6_227_020_800 + x / 87_178_291_200))));
  const lower = 1 / 2 + x * (1 / 6 + x * (1 / 24 + x * (1 / 120 + x * (1 / 720 + x * (1 / 5_040 + x * (1 / 40_320 + x * upper))))));
  return x + x * x * lower;
}

const NUMBER = new Float64Array(1);
const BITS = new Int32Array(NUMBER.buffer);
/** Where the upper half of a number's bits stands. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;
const TWO_POW_54 = 2 ** 54;

/** The natural logarithm, to about 10⁻¹⁶ of itself or of 1, the same on every machine; -Infinity at 0. */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? Infinity : NaN;
  // Below, numbers have fewer digits than the rest, and no exponent of their own.
  if (x < 1e-300) return log(x * TWO_POW_54) - 54 * Math.LN2;
  NUMBER[0] = x;
  const high = BITS[HIGH] ?? 0;
  // From the root of one half up to the root of two: so that nothing cancels near 1.
  const up = (high & 0xf_ffff) >= 0x6_a09e ? 1 : 0;
  const power = (high >> 20) - 1_023 + up;
  const above = x * (POWERS[-power - LEAST_POWER] ?? 0) - 1;
  const ratio = above / (2 + above);
  const square = ratio * ratio;
  // ln m = 2 artanh((m − 1) / (m + 1)) = 2r + r (2r²/3 + 2r⁴/5 + …), with r² of up to 0.0295.
  const upper = 2 / 13 + square * (2 / 15 + square * (2 / 17 + square * (2 / 19 + square * (2 / 21 + square * (2 / 23)))));
  const series = 2 / 3 + square * (2 / 5 + square * (2 / 7 + square * (2 / 9 + square * (2 / 11 + square * upper))));
  return power * LN2_HIGH + (2 * ratio + (ratio * square * series + power * LN2_LOW));
}

/** Each is exact, being the one before doubled. */
function createPowers(): Float64Array {
  const powers = new Float64Array(1_024 - LEAST_POWER);
  let power = Number.MIN_VALUE;
  for (let index = 0; index < powers.length; index += 1) {
    powers[index] = power;
    power *= 2;
  }
  return powers;
}
