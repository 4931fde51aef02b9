import { formatUsdRatio } from "@/lib/core/money";
import { type EndpointRates, type ModelFloors, OUTPUT_SHARES } from "@/lib/sandbox/pricing-floors";
import { relativeDelta } from "../../amounts";
import { percent, toLength } from "../../chart/geometry";
import { prepareTicks } from "../../chart/prepare-ticks";
import { formatTime } from "../../times";
import { perMillion, toRatio } from "./figures";
import type { ChartPoint } from "./point-picker";
import type { TableForm } from "../../chart/table-toggle";

/** Points in percent, as SVG has them. The floor is the lowest of all; `yours` are of the profile's own endpoints. */
export type RateLine = { key: string; kind: "floor" | "yours" | "other"; rank: number; points: string };

export type RatePlot = {
  lines: RateLine[];
  ticks: { label: string; y: number }[];
  labels: { label: string; x: number; anchor: "start" | "middle" | "end" }[];
  points: ChartPoint[];
  /** Where the mix of now stands; null where the plot is not by mix. */
  markX: number | null;
  summary: string;
};

export type PreparedFloors = {
  model: string;
  /** Where each of yours stands: "groq/llama costs $0.64/M: +$0.29 (+82.9%) above the floor." */
  standing: string[];
  yours: { key: string; label: string; rank: number }[];
  byMix: RatePlot;
  /** null where no price is known to change. */
  overTime: RatePlot | null;
  table: TableForm;
};

/** What a model costs where it is cheapest, and where yours stand. @param toMs the end of the time that is drawn */
export function preparePricingFloors(floors: ModelFloors, toMs: number, zone: string): PreparedFloors {
  const known = floors.endpoints.filter(({ now }) => now !== null);
  const yours = known.filter(({ isYours }) => isYours);
  return {
    model: floors.model,
    standing: standingOf(floors, known),
    yours: yours.map(({ endpoint }, rank) => ({ key: endpoint, label: endpoint, rank })),
    byMix: mixPlot(floors, known),
    overTime: floors.timesMs.length < 2 ? null : timePlot(floors, known, toMs, zone),
    table: {
      heads: ["Endpoint", "Your mix, now", ...OUTPUT_SHARES.filter((_, index) => index % 5 === 0).map((part) => `${part * 100}% output`)],
      rows: floors.endpoints.map(({ endpoint, isYours, now, byOutputShare }) => ({
        key: endpoint,
        cells: [isYours ? `${endpoint} (yours)` : endpoint, perMillion(now), ...byOutputShare.filter((_, index) => index % 5 === 0).map((rate) => perMillion(rate))],
      })),
    },
  };
}

function standingOf({ endpoints }: ModelFloors, known: readonly EndpointRates[]): string[] {
  const [cheapest] = known;
  const floor = cheapest?.now ?? null;
  if (!cheapest || floor === null) return ["No price of this model is known."];
  const yours = endpoints.filter(({ isYours }) => isYours).map(({ endpoint, now }) => {
    if (now === null) return `${endpoint}, yours, has no known price.`;
    if (now <= floor) return `${endpoint}, yours, is the cheapest for your mix: ${perMillion(now)}.`;
    const above = formatUsdRatio(toRatio(now - floor));
    return `${endpoint}, yours, costs ${perMillion(now)}: ${above} (${relativeDelta(toRatio(now - floor), toRatio(floor)) ?? "free there"}) above the floor.`;
  });
  const isYours = known.some((each) => each.isYours && each.now === floor);
  return isYours ? yours : [`Cheapest for your mix: ${cheapest.endpoint}, ${perMillion(floor)}.`, ...yours];
}

/** Rates at places from left to right; between two of them a line is straight, or level where prices step. */
type Course = { xs: readonly number[]; ratesOf: (endpoint: EndpointRates) => readonly (number | null)[]; isStepped: boolean };

function mixPlot(floors: ModelFloors, known: readonly EndpointRates[]): RatePlot {
  const course: Course = { xs: OUTPUT_SHARES.map((part) => percent(part, 1)), ratesOf: ({ byOutputShare }) => byOutputShare, isStepped: false };
  const labels = OUTPUT_SHARES.map((part) => `${Math.round(part * 100)}% output`);
  return {
    ...plotOf(known, course, labels),
    markX: percent(floors.outputShare, 1),
    labels: [{ label: "all input", x: 0, anchor: "start" }, { label: "half", x: 50, anchor: "middle" }, { label: "all output", x: 100, anchor: "end" }],
    summary: `What ${floors.model} costs now by the share of output, at ${known.length} endpoints.`,
  };
}

function timePlot(floors: ModelFloors, known: readonly EndpointRates[], toMs: number, zone: string): RatePlot {
  const [from = toMs] = floors.timesMs;
  const xs = floors.timesMs.map((atMs) => percent(atMs - from, toMs - from));
  const labels = floors.timesMs.map((atMs) => `From ${formatTime(new Date(atMs), "minute", zone)}`);
  return {
    ...plotOf(known, { xs, ratesOf: ({ overTime }) => overTime, isStepped: true }, labels),
    markX: null,
    labels: [{ label: formatTime(new Date(from), "date", zone), x: 0, anchor: "start" }, { label: formatTime(new Date(toMs), "date", zone), x: 100, anchor: "end" }],
    summary: `What ${floors.model} costs for your mix, as far as prices are known to change.`,
  };
}

function plotOf(known: readonly EndpointRates[], course: Course, labels: readonly string[]): Pick<RatePlot, "lines" | "ticks" | "points"> {
  const { xs, ratesOf, isStepped } = course;
  const floor = xs.map((_, index) => lowest(known, (endpoint) => ratesOf(endpoint)[index] ?? null));
  const ticks = prepareTicks(Math.max(0, ...known.flatMap((endpoint) => ratesOf(endpoint).map((rate) => rate ?? 0))));
  const top = toLength(ticks.at(-1) ?? toRatio(1));
  const draw = (rates: readonly (number | null)[]) => pathOf(xs, rates, top, isStepped);
  const yours = known.filter(({ isYours }) => isYours);
  return {
    lines: [
      { key: "floor", kind: "floor", rank: 0, points: draw(floor.map((each) => each?.rate ?? null)) },
      ...known.map((endpoint): RateLine => ({ key: endpoint.endpoint, kind: endpoint.isYours ? "yours" : "other", rank: Math.max(0, yours.indexOf(endpoint)), points: draw(ratesOf(endpoint)) })),
    ],
    ticks: [ticks[0], ticks.at(-1)].flatMap((tick) => (tick ? [{ label: formatUsdRatio(tick), y: 100 - percent(toLength(tick), top) }] : [])),
    points: xs.map((x, index): ChartPoint => {
      const label = labels[index] ?? "";
      const lowestHere = floor[index];
      const facts = [
        { term: "Floor", value: lowestHere ? `${lowestHere.endpoint} ${perMillion(lowestHere.rate)}` : "Unknown" },
        ...yours.map((endpoint) => ({ term: endpoint.endpoint, value: perMillion(ratesOf(endpoint)[index] ?? null) })),
      ];
      return { key: label, label, x, width: 0, y: lowestHere ? 100 - percent(lowestHere.rate, top) : 100, facts, summary: `${label}: ${facts.map(({ term, value }) => `${term} ${value}`).join(", ")}.` };
    }),
  };
}

function lowest(known: readonly EndpointRates[], rateOf: (endpoint: EndpointRates) => number | null): { endpoint: string; rate: number } | null {
  return known.reduce<{ endpoint: string; rate: number } | null>((least, each) => {
    const rate = rateOf(each);
    return rate === null || (least && least.rate <= rate) ? least : { endpoint: each.endpoint, rate };
  }, null);
}

function pathOf(xs: readonly number[], rates: readonly (number | null)[], top: number, isStepped: boolean): string {
  const places = rates.flatMap((rate, index) => {
    if (rate === null) return [];
    const y = 100 - percent(rate, top);
    const end = isStepped ? (xs[index + 1] ?? 100) : null;
    return end === null ? [`${xs[index] ?? 0},${y}`] : [`${xs[index] ?? 0},${y}`, `${end},${y}`];
  });
  return places.join(" ");
}
