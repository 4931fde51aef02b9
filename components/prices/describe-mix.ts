import { ratio } from "@/lib/core/ratio";
import type { UnitClass } from "@/lib/core/usage";
import { share } from "../amounts";
import { formatCount } from "../counts";

const NAMES: Readonly<Record<UnitClass, string>> = {
  input: "input",
  cachedInput: "cached input",
  cacheWrite5m: "5 min cache writes",
  cacheWrite1h: "1 hour cache writes",
  output: "output",
  reasoning: "reasoning",
};

type Mix = { units: Readonly<Record<UnitClass, bigint>>; requests: bigint; tokens: bigint };

/** "80.0% input, 20.0% output, over 1,200,000 tokens of 300 served attempts of known price.", or that there is no mix. */
export function describeMix({ units, requests, tokens }: Mix): string {
  if (tokens === 0n) return "No served attempt of known price in this range, so no mix: sorted by what input costs.";
  const parts = (Object.keys(NAMES) as UnitClass[])
    .filter((name) => units[name] > 0n)
    .map((name) => `${share(ratio(units[name], tokens))} ${NAMES[name]}`);
  return `Your mix is ${parts.join(", ")}, over ${formatCount(tokens)} tokens of ${formatCount(requests)} served attempts of known price.`;
}
