import { NOT_APPLICABLE, share } from "../../amounts";
import { Formula } from "../../explain";
import { perMillion, toRatio } from "../result/figures";
import type { ShownProfile } from "../result/shown-profile";
import type { CompareKey } from "./prepare-compare";

const WORDS: Record<Exclude<CompareKey, "warc">, string> = {
  primary: "The same served calls, all at the price of tier 1.",
  premium: "WARC less the same calls at the primary: what it costs that others stand in. Below zero where they are cheaper.",
  effective: "All that is spent, failed attempts that are billed included, over the tokens served. By tokens: long calls weigh more than in WARC.",
  availability: "The part of the calls that any tier serves. Rounded down: one failure in a hundred thousand never reads as 100%.",
  p50: "Half of the served calls have their first token sooner, the failed attempts before it included. Where a call does not stream, the whole answer counts.",
  p95: "95 of 100 served calls have their first token sooner, the failed attempts before it included. Where a call does not stream, the whole answer counts.",
  monthly: "What 30 days of this traffic cost, failed attempts included.",
  attempts: "Requests to providers for each call, retries and fallbacks included. 1 is a call that the first attempt serves.",
};

/** What a figure means, WARC with the very numbers of the profile. */
export function ExplainFigure({ figure, of: { name, result } }: { figure: CompareKey; of: ShownProfile }) {
  if (figure !== "warc") return <p>{WORDS[figure]}</p>;
  return (
    <>
      <p>What a served call costs on average, given which tier answers it: for {name}, each tier&apos;s share of the served calls (P) times its price (C).</p>
      <Formula
        rows={[
          ...result.tiers.map(({ tier, endpoint, p, usdPerMillion }) => ({
            term: `Tier ${tier}, ${endpoint}: ${share(toRatio(p))} × ${perMillion(usdPerMillion, NOT_APPLICABLE)}`,
            value: usdPerMillion === null ? NOT_APPLICABLE : perMillion(p * usdPerMillion),
          })),
          { term: "WARC", value: perMillion(result.warcUsdPerMillion), strong: true },
        ]}
      />
      <p>Failed attempts are not in it: see the effective cost. A lower WARC alone is no better profile.</p>
    </>
  );
}
