import { meanOf, quantileOf, type Spread } from "../spread";

/** Times that weigh something: a distribution in a few points. */
export type Atoms = readonly { readonly ms: number; readonly weight: number }[];

/** As many points as needed of a spread, its mean kept. Their weights add up to 1. */
export function atomsOf(spread: Spread, count: number): Atoms {
  if (spread.kind === "fixed" || count === 1) return [{ ms: meanOf(spread), weight: 1 }];
  const atoms = Array.from({ length: count }, (_, index) => ({ ms: quantileOf(spread, (index + 0.5) / count), weight: 1 / count }));
  const short = meanOf(spread) - atoms.reduce((sum, { ms }) => sum + ms / count, 0);
  // The tail beyond the last point is what is missing.
  return atoms.map((atom, index) => (index === count - 1 ? { ...atom, ms: Math.max(0, atom.ms + short * count) } : atom));
}

/** The sum of two times that know nothing of each other. */
export function addAtoms(a: Atoms, b: Atoms): Atoms {
  const [only] = b;
  if (b.length === 1 && only?.ms === 0) return only.weight === 1 ? a : a.map(({ ms, weight }) => ({ ms, weight: weight * only.weight }));
  return a.flatMap((one) => b.map((other) => ({ ms: one.ms + other.ms, weight: one.weight * other.weight })));
}

export function scaleAtoms(atoms: Atoms, share: number): Atoms {
  return atoms.map(({ ms, weight }) => ({ ms, weight: weight * share }));
}

/** What is as good as reached. */
const ALMOST = 1 - 1e-12;

/** At most so many points and one, ascending: those of about the same weight side by side become their mean. */
export function thinAtoms(atoms: Atoms, count: number): Atoms {
  if (atoms.length <= count) return atoms;
  const ascending = [...atoms].sort((a, b) => a.ms - b.ms);
  const each = ascending.reduce((sum, { weight }) => sum + weight, 0) / count;
  // Weights that are too small for a number weigh nothing.
  if (!(each > 0)) return ascending.slice(0, count);
  const thin: { ms: number; weight: number }[] = [];
  let [weight, sum, full] = [0, 0, each];
  let passed = 0;
  for (const atom of ascending) {
    weight += atom.weight;
    sum += atom.weight * atom.ms;
    passed += atom.weight;
    if (passed < full * ALMOST) continue;
    thin.push({ ms: sum / weight, weight });
    [weight, sum] = [0, 0];
    // Past rounding too: all that is light after it would else stand alone.
    while (full * ALMOST <= passed) full += each;
  }
  if (weight > 0) thin.push({ ms: sum / weight, weight });
  return thin;
}
