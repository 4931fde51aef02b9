import { exp, log } from "@/lib/core/exp-log";

/** Standard deviations of the calls at a time, beyond which nothing shows in 15 digits. */
const FAR = 40;

/**
 * Erlang's loss formula B: the share of Poisson arrivals that find all places taken, whatever the law of how long they
 * are held (A. K. Erlang 1917; the recursion B(0) = 1, B(k) = A·B(k−1) / (k + A·B(k−1)) is in every textbook, such as
 * L. Kleinrock, "Queueing Systems" I, 3.7). Between whole numbers of places it is interpolated by its logarithm.
 * It forgets where it began: with very many places it begins near the load, at 1 − k/A, that of a steady stream.
 * @param load arrivals × mean holding time, in erlang
 */
export function erlangB(load: number, places: number): number {
  if (!(load > 0)) return 0;
  const whole = Math.floor(places);
  const spread = FAR * Math.sqrt(load);
  if (places > load + spread + 200) return 0;
  const begin = Math.max(0, Math.floor(Math.min(whole, load) - spread));
  let blocked = 1 - begin / load;
  for (let k = begin + 1; k <= whole; k += 1) blocked = (load * blocked) / (k + load * blocked);
  if (whole === places) return blocked;
  const next = (load * blocked) / (whole + 1 + load * blocked);
  return blocked === 0 ? 0 : blocked * exp((places - whole) * log(next / blocked));
}

/**
 * The share that overflows from the first places and finds the next ones taken too, of all that overflows there. Exact
 * when all are held by the same law, since who holds which place then does not matter; overflow is no Poisson traffic,
 * and taking it for one is far too rosy.
 */
export function overflowBlocked(load: number, before: number, places: number): number {
  const first = erlangB(load, before);
  return first === 0 ? 0 : erlangB(load, before + places) / first;
}
