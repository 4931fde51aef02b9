import { simulate } from "@/lib/sandbox/events/simulate";
import { createRandom } from "@/lib/sandbox/random";
import type { SimulationResult } from "@/lib/sandbox/result";
import type { Scenario } from "@/lib/sandbox/scenario";
import type { DrillFigure, DrillPrediction, DrillResult } from "@/lib/wire/drill";
import { hasCutStreams } from "./failures";

/** One more drill of their kind lies from the lowest to the highest of them in 198 of 200 cases, whatever its distribution. */
const REPLICATIONS = 199;
/** For figures that are known exactly on one side and added up from numbers on the other. */
const ROUNDING = 1e-9;

type Figures = ReadonlyMap<DrillFigure, number | null>;

/** Simulates the drill again and again with other luck. @param scenario compressed */
export function* predictDrill(scenario: Scenario): Generator<unknown, DrillPrediction[]> {
  const random = createRandom(scenario.seed).split("drill: predictions");
  const results: Figures[] = [];
  for (let run = 0; run < REPLICATIONS; run += 1) {
    const seed = Math.floor(random.next() * 2 ** 32);
    results.push(figuresOf(yield* simulate({ ...scenario, seed }, { replications: 1 })));
  }
  const cutStreams = hasCutStreams(scenario);
  return [...(results[0]?.keys() ?? [])].map((figure) =>
    // What a stream had cost when it was cut is an estimate of the gateway's.
    spanOf(figure, results.map((result) => (figure === "effective" && cutStreams ? null : (result.get(figure) ?? null)))));
}

function figuresOf({ availability, tiers, warcUsdPerMillion, effectiveUsdPerMillion }: SimulationResult): Figures {
  return new Map<DrillFigure, number | null>([
    ["availability", availability],
    ...tiers.map(({ tier, pUnconditional }): [DrillFigure, number] => [`p${tier}`, pUnconditional]),
    ["warc", warcUsdPerMillion],
    ["effective", effectiveUsdPerMillion],
  ]);
}

/** A figure that has no value in some of them is not predicted. */
function spanOf(figure: DrillFigure, values: (number | null)[]): DrillPrediction {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length < values.length) return { figure, middle: null, low: null, high: null };
  const at = (index: number) => known[index] ?? null;
  return { figure, middle: at((known.length - 1) / 2), low: at(0), high: at(known.length - 1) };
}

/** Where the real figures lie. */
export function judgeDrill(predictions: readonly DrillPrediction[], real: Figures): DrillResult["figures"] {
  return predictions.map(({ figure, low, high }) => {
    const value = real.get(figure) ?? null;
    if (value === null || low === null || high === null) return { figure, real: value, isWithin: null };
    const slack = ROUNDING * Math.max(1, Math.abs(value));
    return { figure, real: value, isWithin: low - slack <= value && value <= high + slack };
  });
}
