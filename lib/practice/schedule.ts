import { createHash } from "node:crypto";

/** So many requests in a row that meet the same fault, or "ok". */
export type Run = { times: number; name: string };

const ENTRY = /^(?:(\d{1,9}|\*)\s*[x×]\s*)?([a-z][\w-]*|[3-9]\d\d)$/i;

/** Reads `"95 x ok, 5 x rate_limited"` or a list of such entries; null when an entry is none. `*` repeats for ever. */
export function parseRuns(source: string | readonly (string | number)[]): Run[] | null {
  const entries = [source].flat().flatMap((entry) => String(entry).split(","));
  const runs = entries.map((entry) => {
    const [, times = "1", name] = ENTRY.exec(entry.trim()) ?? [];
    return { times: times === "*" ? Infinity : Number(times), name: name ?? "" };
  });
  return runs.every((run) => run.name !== "" && run.times > 0) ? runs : null;
}

/** What the sequence says for its request number `index` (from 0). It begins again after its end. */
export function nameAt(runs: readonly Run[], index: number): string {
  const length = runs.reduce((sum, run) => sum + run.times, 0);
  let left = index % length;
  for (const run of runs) {
    if (left < run.times) return run.name;
    left -= run.times;
  }
  return "ok";
}

/** A number in [0, 1) that depends on its arguments alone, so that a run can be repeated exactly. */
export function drawAt(seed: number, key: string, index: number): number {
  const digest = createHash("sha256").update(JSON.stringify([seed, key, index])).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

type Odds = readonly (readonly [name: string, probability: number])[];

/** The name that a draw in [0, 1) falls on. */
export function nameForDraw(odds: Odds, draw: number): string {
  let left = draw;
  for (const [name, probability] of odds) {
    if (left < probability) return name;
    left -= probability;
  }
  return "ok";
}

/** Counts the requests of each model at each provider, and says which fault the next one meets. */
export class Schedule {
  readonly #counts = new Map<string, number>();

  /** The name of the next fault: the sequence speaks first, and where it says "ok" the probabilities do. */
  next(seed: number, key: string, script: { sequence: readonly Run[]; probability: Odds }): string {
    const index = this.#counts.get(key) ?? 0;
    this.#counts.set(key, index + 1);
    const name = nameAt(script.sequence, index);
    if (name !== "ok" || script.probability.length === 0) return name;
    return nameForDraw(script.probability, drawAt(seed, key, index));
  }

  /** Begins again with the first request, for the keys that the test accepts. */
  restart(concerns: (key: string) => boolean = () => true): void {
    for (const key of [...this.#counts.keys()].filter(concerns)) this.#counts.delete(key);
  }
}
