import type { ReactNode } from "react";
import type { MeasuredWarc } from "@/lib/core/measure-warc";
import { NOT_APPLICABLE, relativeDelta, UNKNOWN } from "../amounts";
import { formatCount } from "../counts";
import { Explain, Formula } from "../explain";
import { Figure } from "../figure";
import { Panel } from "../panel";
import { ContributionBar } from "./contribution-bar";
import { describeUnpriced } from "./describe-warc";
import { Breakdown, formulaOf } from "./warc-breakdown";
import { prepareContributions } from "./prepare-contributions";
import type { Part } from "./prepare-parts";
import { formatRate, MEASURE_WORDS, showSum } from "../rates";

type WarcPanelProps = {
  warc: MeasuredWarc;
  parts: readonly Part[];
  isOneProfile: boolean;
  /** At the right of the title: the choice of the unit. */
  aside: ReactNode;
  callsHref: (filters: Record<string, string>) => string;
  className?: string;
};

/** WARC, what it is made of, and what the same calls would have cost at their primary. */
export function WarcPanel({ warc, parts, isOneProfile, aside, callsHref, className = "" }: WarcPanelProps) {
  const bar = prepareContributions(warc, parts);
  const { total, primary, premium } = sumText(warc);
  const unpriced = describeUnpriced(warc);
  const relative = relativeDelta(warc.premium, warc.primary);
  const summary = `WARC ${total}: ${parts.map(describePart).join("; ")}. Primary cost ${primary}.`;
  return (
    <Panel
      title="WARC"
      subtitle={`Average price of a served call, all tiers. ${MEASURE_WORDS[warc.measure].unit}`}
      aside={aside}
      explain={<WarcExplained warc={warc} parts={parts} isOneProfile={isOneProfile} />}
      className={className}
    >
      <div className="flex flex-wrap gap-x-3 gap-y-3 2xl:gap-x-8">
        <Figure label="Weighted average routing cost" value={total} size="large" />
        <span aria-hidden="true" className="hidden pt-5 text-section leading-9 text-subtle sm:block">=</span>
        <Figure label="Primary cost" value={primary} explain={<PrimaryExplained warc={warc} parts={parts} />}>
          {unpriced}
        </Figure>
        <span aria-hidden="true" className="hidden pt-5 text-section leading-9 text-subtle sm:block">+</span>
        <Figure
          label="Fallback premium"
          value={premium}
          tone={premiumTone(warc)}
          explain={<PremiumExplained warc={warc} />}
        >
          {unpriced ? "Unknown as long as the primary cost is." : relative && `${relative} on the primary cost`}
        </Figure>
      </div>
      {bar ? (
        <div className="mt-4">
          <ContributionBar bar={bar} summary={summary} />
        </div>
      ) : null}
      <Breakdown warc={warc} parts={parts} hrefOf={callsHref} />
    </Panel>
  );
}

/** WARC = primary cost + premium, with decimals that add up. */
function sumText({ measure, warc, primary, premium, servedKnown }: MeasuredWarc): { total: string; primary: string; premium: string } {
  const { suffix } = MEASURE_WORDS[measure];
  if (!primary || !premium) {
    const absent = servedKnown > 0 ? UNKNOWN : NOT_APPLICABLE;
    return { total: formatRate(warc, measure), primary: formatRate(primary, measure, absent), premium: absent };
  }
  const [first, second] = showSum([primary, premium]);
  return { total: `${second?.total ?? ""}${suffix}`, primary: `${first?.term ?? ""}${suffix}`, premium: `${second?.term ?? ""}${suffix}` };
}

function premiumTone({ premium }: MeasuredWarc): "plain" | "saving" | "premium" {
  if (!premium || premium.numerator === 0n) return "plain";
  return premium.numerator > 0n ? "premium" : "saving";
}

function describePart(part: Part): string {
  return `${part.label} ${formulaOf(part)}`;
}

function WarcExplained({ warc, parts, isOneProfile }: Pick<WarcPanelProps, "warc" | "parts" | "isOneProfile">) {
  return (
    <Explain id="explain-warc" title="WARC">
      <p>What a served call cost on average, given which tier answered it. Failed attempts are not in it: they are waste.</p>
      <p>
        WARC = Σ P × C. P is a tier&apos;s share of the {MEASURE_WORDS[warc.measure].weighs} of the{" "}
        {formatCount(warc.servedKnown)} served calls of known cost, C its cost per{" "}
        {warc.measure === "per-1000-calls" ? "1,000 calls" : "million tokens"} at its real mix of input, cached and output tokens.
      </p>
      <Formula
        rows={[
          ...parts.map((part) => ({ term: part.label, value: formulaOf(part) })),
          { term: isOneProfile ? "WARC" : "WARC, all profiles", value: formatRate(warc.warc, warc.measure), strong: true },
        ]}
      />
      <p>It is not what you pay per call: see the effective cost, which has the waste in it.</p>
    </Explain>
  );
}

function PrimaryExplained({ warc, parts }: Pick<WarcPanelProps, "warc" | "parts">) {
  return (
    <Explain id="explain-primary" title="Primary cost">
      <p>
        The same served calls, token by token, at the price of the endpoint that their profile ranks first. Not
        tier 1&apos;s own average: long prompts fail more often, and that would look like a price.
      </p>
      <p>
        Primary cost = Σ P × C at the primary, over the {formatCount(warc.servedKnown)} served calls of known cost.
      </p>
      <Formula
        rows={[
          ...parts.map(({ label, atPrimary }) => ({ term: label, value: formulaOf(atPrimary) })),
          { term: "Primary cost", value: formatRate(warc.primary, warc.measure, UNKNOWN), strong: true },
        ]}
      />
    </Explain>
  );
}

function PremiumExplained({ warc }: { warc: MeasuredWarc }) {
  const { total, primary, premium } = sumText(warc);
  return (
    <Explain id="explain-premium" title="Fallback premium">
      <p>What falling back added to the average price. Negative when the fallbacks were cheaper than the primary.</p>
      <Formula
        rows={[
          { term: "WARC", value: total },
          { term: "− Primary cost", value: primary },
          { term: "Fallback premium", value: premium, strong: true },
        ]}
      />
    </Explain>
  );
}
