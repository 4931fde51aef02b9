import type { Scenario } from "../scenario";
import { expectedCalls } from "./arrivals";

/** Fewer runs hardly tell how far they lie apart. */
const FEW_RUNS = 4;

/** How many runs there are, and where they end. */
export type RunLength = {
  replications: number;
  /** At the most, in each of them. */
  callsEach: number;
  /** The minute at which a run is expected to have had so many; null where they are enough for all of it. */
  reachedMinute: number | null;
};

type Asked = { replications: number; /** In all runs together. */ maxCalls: number };

/** Shares calls among runs: whole runs, fewer of them down to four, are worth more than many that end early. */
export function shareCalls({ traffic, trouble }: Scenario, { replications: asked, maxCalls }: Asked): RunLength {
  const calls = expectedCalls(traffic, trouble);
  const replications = Math.max(Math.min(FEW_RUNS, asked), Math.min(asked, Math.floor(maxCalls / calls)));
  const callsEach = maxCalls / replications;
  if (calls <= callsEach) return { replications, callsEach, reachedMinute: null };
  let [from, to] = [0, traffic.minutes];
  while (to - from > 0.01) {
    const minutes = (from + to) / 2;
    if (expectedCalls({ ...traffic, minutes }, trouble) < callsEach) from = minutes;
    else to = minutes;
  }
  return { replications, callsEach, reachedMinute: to };
}

/** Why runs that end early say nothing true of the whole: trouble comes, or goes, after their end. null where it does not. */
export function findUnseenTrouble({ traffic: { minutes }, trouble }: Scenario, reachedMinute: number | null): string | null {
  if (reachedMinute === null) return null;
  const isUnseen = trouble.some(({ fromMinute, toMinute }) => [fromMinute, toMinute].some((change) => reachedMinute < change && change < minutes));
  if (!isUnseen) return null;
  return `Each run would have its calls by minute ${wordMinute(reachedMinute)} of ${minutes}, and miss trouble after that: simulate more calls, make the run shorter, or let the trouble begin earlier`;
}

/** "250", "1.3" */
export function wordMinute(minute: number): string {
  return minute < 10 ? String(Number(minute.toPrecision(2))) : String(Math.floor(minute));
}
