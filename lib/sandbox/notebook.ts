import type { Assumption, Source } from "./assumption";
import type { Ranged } from "./inputs";
import { middleOfRange } from "./ranges";
import { wordAmount, wordRanged } from "./words";

/** Under so many attempts nobody gives a verdict. */
export const ENOUGH_ATTEMPTS = 200;

export const TYPED: Source = { kind: "typed" };
export const ASSUMED: Source = { kind: "assumed" };
export const CATALOGUE: Source = { kind: "catalogue" };

/** What comes together while a scenario is composed: the values that it rests on, and what is wrong with the inputs. */
export class Notebook {
  readonly assumptions: Assumption[] = [];
  readonly problems: Record<string, string> = {};

  /** Puts down a value; it is thin where it comes from too few records, or `isThin` says so. */
  note(path: string, label: string, value: string, source: Source, isThin = isThinLedger(source)): void {
    this.assumptions.push({ path, label, value, source, isThin });
  }

  /** The first problem of a field is the one that is told. */
  refuse(path: string, sentence: string): void {
    this.problems[path] ??= sentence;
  }

  /** A typed share, the middle of a range; undefined where nothing is typed or it is refused. */
  readShare(path: string, what: string, typed: Ranged | undefined): number | undefined {
    if (typed === undefined || !this.isInOrder(path, typed)) return undefined;
    if (ends(typed).some((end) => end < 0 || end > 1)) {
      this.refuse(path, `${what} is a share from 0 to 1: ${wordRanged(typed, String)} is not.`);
      return undefined;
    }
    return middleOfRange(typed, "share");
  }

  /** The same for an amount from `least` (or above it, where `isAbove`) up to `most`. */
  readAmount(path: string, what: string, typed: Ranged | undefined, { least = 0, most = 1e12, isAbove = false } = {}): number | undefined {
    if (typed === undefined || !this.isInOrder(path, typed)) return undefined;
    const tooSmall = ends(typed).some((end) => (isAbove ? end <= least : end < least));
    if (tooSmall) this.refuse(path, `${what} must be ${isAbove ? `above ${wordAmount(least)}` : `at least ${wordAmount(least)}`}.`);
    const tooLarge = ends(typed).some((end) => end > most);
    if (tooLarge) this.refuse(path, `${what} can be ${wordAmount(most)} at most.`);
    return tooSmall || tooLarge ? undefined : middleOfRange(typed, "amount");
  }

  private isInOrder(path: string, typed: Ranged): boolean {
    if (!ends(typed).every(Number.isFinite)) {
      this.refuse(path, "This is not a number.");
      return false;
    }
    if (typeof typed === "number" || typed[0] <= typed[1]) return true;
    this.refuse(path, `A range goes from the lower value to the higher one: ${typed[0]} is above ${typed[1]}.`);
    return false;
  }
}

function ends(value: Ranged): readonly number[] {
  return typeof value === "number" ? [value] : value;
}

function isThinLedger(source: Source): boolean {
  return source.kind === "ledger" && source.count < ENOUGH_ATTEMPTS;
}
