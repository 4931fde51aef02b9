import { percent } from "../../chart/geometry";

/** An axis of availability by what is lost: each step up is a tenth of it. 0 lost stands above all of them. */
export type AvailabilityAxis = {
  /** In percent of the plot, from its top. */
  yOf: (unserved: number) => number;
  ticks: { label: string; oneIn: string; y: number }[];
};

const LEAST = -12;

/** @param losses shares of unserved calls, from 0 to 1; those of 0 get a step of their own at the top */
export function prepareAvailabilityAxis(losses: readonly number[]): AvailabilityAxis {
  const decades = losses.filter((loss) => loss > 0).map((loss) => Math.max(LEAST, Math.log10(loss)));
  const hasNone = losses.some((loss) => loss <= 0);
  const low = decades.length === 0 ? -5 : Math.min(-1, Math.floor(Math.min(...decades) + 1e-9));
  const high = decades.length === 0 ? -3 : Math.max(low + 1, Math.ceil(Math.max(...decades) - 1e-9));
  const top = hasNone ? low - 1 : low;
  const yOf = (unserved: number) => {
    const decade = unserved <= 0 ? top : Math.min(high, Math.max(low, Math.log10(unserved)));
    return percent(decade - top, high - top);
  };
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => tickOf(low + index, percent(low + index - top, high - top)));
  return { yOf, ticks: hasNone ? [{ label: "none lost", oneIn: "", y: 0 }, ...ticks] : ticks };
}

/** -3: "99.9%", "1 in 1,000" */
function tickOf(decade: number, y: number): AvailabilityAxis["ticks"][number] {
  const nines = ["0%", "90%", "99%"];
  const label = nines[-decade] ?? `99.${"9".repeat(-decade - 2)}%`;
  return { label, oneIn: decade === 0 ? "all lost" : `1 in ${(10 ** -decade).toLocaleString("en-US")}`, y };
}
