import Link from "next/link";
import { formatUsdTotal } from "@/lib/core/money";
import type { MeasuredWarc } from "@/lib/core/measure-warc";
import { ratio } from "@/lib/core/ratio";
import { share, totalUsd } from "../amounts";
import { Explain, Formula } from "../explain";
import { Figure } from "../figure";
import { Panel } from "../panel";
import { LINK } from "./cost-panel";
import { describeEffective } from "./describe-warc";
import { formatRate, formatRateDelta } from "../rates";

/** What failed attempts cost, and what a served unit cost with them. @param spendPico all known cost */
export function WastePanel({ warc, spendPico, href }: { warc: MeasuredWarc; spendPico: bigint; href: string }) {
  const waste = totalUsd(warc.wastePico);
  return (
    <Panel title="Waste">
      <Figure
        label="Spent on failed attempts"
        value={waste.text}
        exact={waste.exact}
        size="large"
        explain={
          <Explain id="explain-waste" title="Waste">
            <p>The spend of attempts that failed: a stream that was cut half-way was billed all the same.</p>
            <Formula
              rows={[
                { term: "Failed attempts", value: formatUsdTotal(warc.wastePico), strong: true },
                { term: "Over what was served", value: formatRate(warc.waste, warc.measure) },
              ]}
            />
          </Explain>
        }
      >
        {spendPico > 0n ? `${share(ratio(warc.wastePico, spendPico))} of the cost. ` : null}
        <Link href={href} className={LINK}>By cause</Link>
        <span className="mt-1 flex items-center gap-1">
          Effective cost <strong className="font-semibold text-ink">{formatRate(warc.effective, warc.measure)}</strong>
          <EffectiveExplained warc={warc} />
        </span>
      </Figure>
    </Panel>
  );
}

function EffectiveExplained({ warc }: { warc: MeasuredWarc }) {
  const calculation = describeEffective(warc);
  const { measure } = warc;
  return (
    <Explain id="explain-effective" title="Effective cost">
      <p>What was served really cost, failed attempts included.</p>
      {calculation ? <p className="text-ink">{calculation}</p> : null}
      <Formula
        rows={[
          { term: "WARC", value: formatRate(warc.warc, measure) },
          ...(measure === "by-calls" ? [{ term: "+ Weighting (by tokens, not calls)", value: formatRateDelta(warc.weighting, measure) }] : []),
          { term: "+ Waste", value: formatRateDelta(warc.waste, measure) },
          { term: "Effective cost", value: formatRate(warc.effective, measure), strong: true },
        ]}
      />
    </Explain>
  );
}
