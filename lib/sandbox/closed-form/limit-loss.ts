import { exp, expm1, log } from "@/lib/core/exp-log";

/** From here on the exact chain would take longer than it is worth. */
const MAX_EXACT_DEPTH = 128;
/** Who asks so many times more often than there is room finds none, but for the room itself: e⁻⁷⁰⁰. */
const MAX_LOAD = 700;
/** What is left out of a sum must not show in 15 digits. */
const NEGLIGIBLE = 1e-17;

/**
 * The share of Poisson arrivals, `mean` in a minute, that a limit of so many in each minute of the clock turns away:
 * the mean excess over it, E[(N − limit)⁺] / mean.
 */
export function fixedMinuteLoss(mean: number, limit: number): number {
  if (!(mean > 0)) return 0;
  if (limit < 1) return 1;
  const least = Math.floor(limit);
  if (mean > least + 8 * Math.sqrt(mean) + 8) return 1 - least / mean;
  let excess = 0;
  let chance = poisson(mean, least);
  for (let n = least + 1; n <= least + 4 * mean + 60; n += 1) {
    chance *= mean / n;
    excess += (n - least) * chance;
    if (n > mean && chance * (n - least) < NEGLIGIBLE * (excess + NEGLIGIBLE)) break;
  }
  return Math.min(1, excess / mean);
}

/**
 * The share of Poisson arrivals that a token bucket turns away in steady state. A bucket of `depth` whole tokens that
 * is refilled steadily lets in just those calls that would find room in a queue with one server, a fixed service time of
 * one refill and `depth` places (M/D/1/K): what is missing from the bucket is the work waiting there. Its loss is
 * 1 − 1/(π₀ + ρ) with π₀ of the chain at departures (L. Takács 1962; D. Gross, C. Harris, "Fundamentals of Queueing
 * Theory", 5.1.7), solved by the flow over each cut, which only ever adds.
 * Above 128 tokens by the diffusion between two walls, which differs from it there by less than 0.0001.
 * @param load arrivals over refills, ρ
 */
export function bucketLoss(load: number, depth: number): number {
  if (!(load > 0)) return 0;
  if (load > MAX_LOAD) return 1 - 1 / load;
  const places = Math.max(1, Math.floor(depth));
  if (places > MAX_EXACT_DEPTH) return diffusionLoss(load, places);
  const [chances, above] = arrivalsInService(load, places);
  const none = chances[0] ?? 1;
  if (none < 1e-280) return 1 - 1 / load;
  const waiting = new Float64Array(places);
  waiting[0] = 1;
  let total = 1;
  for (let j = 0; j + 1 < places; j += 1) {
    let up = at(waiting, 0) * at(above, j);
    for (let i = 1; i <= j; i += 1) up += at(waiting, i) * at(above, j - i + 1);
    waiting[j + 1] = up / none;
    total += at(waiting, j + 1);
    if (total > 1e280) return 1 - 1 / load;
  }
  return Math.max(0, 1 - 1 / (1 / total + load));
}

/** How many arrive in one service: the chance of each number, and of more than it. */
function arrivalsInService(load: number, places: number): [Float64Array, Float64Array] {
  const chances = new Float64Array(places + 1);
  const above = new Float64Array(places + 1);
  const end = places + Math.ceil(load + 40 + 12 * Math.sqrt(load));
  const all = new Float64Array(end + 1);
  all[0] = exp(-load);
  for (let n = 1; n <= end; n += 1) all[n] = (at(all, n - 1) * load) / n;
  let tail = 0;
  for (let n = end; n >= 0; n -= 1) {
    if (n <= places) [chances[n], above[n]] = [at(all, n), tail];
    tail += at(all, n);
  }
  return [chances, above];
}

function diffusionLoss(load: number, places: number): number {
  const drift = load - 1;
  const steepness = (2 * drift * places) / load;
  if (Math.abs(steepness) < 1e-6) return 1 / (2 * places);
  return drift / -expm1(-steepness) / load;
}

/** The chance of exactly n, through logarithms so that nothing overflows. */
function poisson(mean: number, n: number): number {
  return exp(n * log(mean) - mean - logFactorial(n));
}

/** Exact sum up to 30, Stirling's series from there: its next term is below 10⁻¹⁵. */
function logFactorial(n: number): number {
  if (n < 30) {
    let sum = 0;
    for (let k = 2; k <= n; k += 1) sum += log(k);
    return sum;
  }
  return (n + 0.5) * log(n) - n + 0.5 * log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
