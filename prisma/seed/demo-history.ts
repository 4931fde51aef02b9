import type { CallRecord } from "@/lib/ledger/record";
import { floorQuarter } from "@/lib/core/period";
import { createHostWeather } from "./hosts";
import { createRandom } from "./random";
import { simulateCall, type World } from "./simulate-call";
import { APPS, drawArrivals } from "./traffic";

export const HISTORY_DAYS = 30;
const DAY_MS = 86_400_000;
/** No call of the history is still under way. */
const LAST_MS = 5 * 60_000;
const SEED = 20_260_928;

/** When the history begins: on a quarter-hour, since prices begin there too. */
export function historyStart(now: Date): Date {
  return floorQuarter(new Date(now.getTime() - HISTORY_DAYS * DAY_MS));
}

/**
 * Thirty days of calls of the Demo team, oldest first: the same for the same team, keys and time. With a storm of 429s
 * at DeepInfra, an outage of 77 minutes at Anthropic, and now and then a cut stream or a price that nobody knows.
 */
export function simulateHistory(team: Omit<World, "weather" | "random">, now: Date): CallRecord[] {
  const random = createRandom(SEED);
  const world: World = { ...team, random, weather: createHostWeather(now.getTime()) };
  const period = { fromMs: historyStart(now).getTime(), toMs: now.getTime() - LAST_MS };
  return drawArrivals(APPS, period, random).map((arrival) => simulateCall(arrival, world));
}
