import { UNIT_CLASSES, splitUsage, type UnitClass } from "@/lib/core/usage";
import type { CallShape } from "@/lib/sandbox/scenario";

/** Newton's steps: each squares what is left to go. */
const ROUNDS = 40;
const CLOSE = 1e-9;

/**
 * Weighs sampled calls so that their mean in every class of tokens is that of all: by the exponential of a linear form, so
 * that no weight is below zero and as little as may be is changed. Where no such weights exist all weigh alike.
 * @param means tokens of a call by class, of all calls
 */
export function weighShapes(samples: readonly Omit<CallShape, "weight">[], means: Readonly<Record<UnitClass, number>>): CallShape[] {
  const classes = UNIT_CLASSES.filter((name) => samples.some(({ usage }) => splitUsage(usage)[name] !== splitUsage(samples[0]?.usage ?? usage)[name]));
  const scale = classes.map((name) => Math.max(1, means[name]));
  const rows = samples.map(({ usage }) => classes.map((name, at) => splitUsage(usage)[name] / (scale[at] ?? 1)));
  const wanted = classes.map((name, at) => means[name] / (scale[at] ?? 1));
  const weights = tilt(rows, wanted) ?? samples.map(() => 1);
  return samples.map((sample, index) => ({ ...sample, weight: weights[index] ?? 1 }));
}

/** Weights e^(a·x) whose mean of x is the wanted one; null where the search does not get there. */
function tilt(rows: readonly (readonly number[])[], wanted: readonly number[]): number[] | null {
  let form = wanted.map(() => 0);
  for (let round = 0; round < ROUNDS; round += 1) {
    const weights = rows.map((row) => Math.exp(Math.max(-50, Math.min(50, dot(row, form)))));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = wanted.map((_, at) => rows.reduce((sum, row, index) => sum + (weights[index] ?? 0) * (row[at] ?? 0), 0) / total);
    const off = wanted.map((value, at) => value - (mean[at] ?? 0));
    if (off.every((each) => Math.abs(each) < CLOSE)) return weights.map((weight) => (weight * rows.length) / total);
    const spread = wanted.map((_, i) => wanted.map((__, j) =>
      rows.reduce((sum, row, index) => sum + (weights[index] ?? 0) * ((row[i] ?? 0) - (mean[i] ?? 0)) * ((row[j] ?? 0) - (mean[j] ?? 0)), 0) / total));
    const step = solve(spread, off);
    if (!step) return null;
    const length = Math.hypot(...step);
    form = form.map((value, at) => value + (step[at] ?? 0) * Math.min(1, 1 / length));
  }
  return null;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

/** Gaussian elimination; null where the equations have no single solution. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0]);
  for (let at = 0; at < rows.length; at += 1) {
    const pivot = rows.slice(at).reduce((best, row) => (Math.abs(row[at] ?? 0) > Math.abs(best[at] ?? 0) ? row : best));
    const lead = pivot[at] ?? 0;
    if (Math.abs(lead) < 1e-14) return null;
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(at, 0, pivot);
    for (const [index, row] of rows.entries()) {
      if (index === at) continue;
      const factor = (row[at] ?? 0) / lead;
      rows[index] = row.map((value, column) => value - factor * (pivot[column] ?? 0));
    }
  }
  return rows.map((row, at) => (row.at(-1) ?? 0) / (row[at] ?? 1));
}
