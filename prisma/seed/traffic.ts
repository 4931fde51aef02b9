import { QUARTER_MS } from "@/lib/core/period";
import type { Random } from "./random";

/** A program that calls the gateway: by which profile or chain, how much, and how large its calls are. */
export type App = {
  /** Also the name of its API key and its tag. */
  name: string;
  /** A profile's slug, or the names of a chain of its own. */
  asks: string | string[];
  calls: number;
  /** Weight of each hour of a working day, in UTC. */
  hours: number[];
  /** Of a weekend day against a working day. */
  weekend: number;
  inputTokens: number;
  outputTokens: number;
  /** Part of the input that a provider with a prompt cache has seen before. */
  cached: number;
  /** Part of the output that is reasoning, of models that reason. */
  reasoning: number;
  stream: boolean;
};

const OFFICE = [1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 19, 17, 14, 17, 19, 18, 15, 11, 7, 5, 4, 3, 2, 1];
const NIGHT = [0, 30, 40, 20, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4];

export const APPS: App[] = [
  {
    name: "support-bot", asks: "cheapest-llama", calls: 6_800, hours: OFFICE, weekend: 0.45,
    inputTokens: 1_400, outputTokens: 220, cached: 0, reasoning: 0, stream: true,
  },
  {
    name: "doc-extract", asks: "cheapest-llama", calls: 3_600, hours: OFFICE, weekend: 0.15,
    inputTokens: 3_800, outputTokens: 350, cached: 0, reasoning: 0, stream: false,
  },
  {
    name: "copilot", asks: "premium-cascade", calls: 4_500, hours: OFFICE, weekend: 0.2,
    inputTokens: 5_200, outputTokens: 560, cached: 0.6, reasoning: 0, stream: true,
  },
  {
    name: "nightly-summaries", asks: "nightly-batch", calls: 2_900, hours: NIGHT, weekend: 1,
    inputTokens: 6_000, outputTokens: 480, cached: 0, reasoning: 0.35, stream: false,
  },
  {
    name: "notebook",
    asks: [
      "deepinfra/meta-llama/llama-3.3-70b-instruct",
      "together/meta-llama-3.3-70b-instruct",
      "lepton/llama-3.3-70b-instruct",
      "meta-llama/llama-3.3-70b-instruct",
    ],
    calls: 200, hours: OFFICE, weekend: 0.1,
    inputTokens: 900, outputTokens: 300, cached: 0, reasoning: 0, stream: false,
  },
];

export type Arrival = { app: App; atMs: number };

/** When the calls of a period come, in order: by the hour of the day, the day of the week, and a little more each day. */
export function drawArrivals(apps: App[], period: { fromMs: number; toMs: number }, random: Random): Arrival[] {
  const arrivals = apps.flatMap((app) => {
    const sums: number[] = [];
    let sum = 0;
    for (let atMs = period.fromMs; atMs < period.toMs; atMs += QUARTER_MS) {
      sum += weightAt(app, atMs, period.fromMs);
      sums.push(sum);
    }
    return Array.from({ length: app.calls }, () => {
      const quarter = findQuarter(sums, random.unit() * sum);
      return { app, atMs: Math.floor(period.fromMs + (quarter + random.unit()) * QUARTER_MS) };
    });
  });
  return arrivals.filter(({ atMs }) => atMs < period.toMs).sort((a, b) => a.atMs - b.atMs);
}

const DAY_MS = 86_400_000;
const DAILY_GROWTH = 1.012;

function weightAt({ hours, weekend }: App, atMs: number, fromMs: number): number {
  const at = new Date(atMs);
  const isWeekend = at.getUTCDay() % 6 === 0;
  return (hours[at.getUTCHours()] ?? 0) * (isWeekend ? weekend : 1) * DAILY_GROWTH ** ((atMs - fromMs) / DAY_MS);
}

/** The first index whose running sum is above the draw. */
function findQuarter(sums: number[], draw: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > draw) high = middle;
    else low = middle + 1;
  }
  return low;
}
