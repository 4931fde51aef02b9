import { findNearest } from "@/lib/core/nearest";

/** That a file names something that is not there, and what it may have meant. */
export function unknown(what: string, name: string, known: readonly string[]): string {
  const nearest = findNearest(name, [...known]);
  return `there is no ${what} ${name}${nearest === null ? "" : `; the nearest is ${nearest}`}`;
}
