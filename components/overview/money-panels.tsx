import Link from "next/link";
import { formatUsd, formatUsdTotal } from "@/lib/core/money";
import { formatPercent } from "@/lib/core/ratio";
import type { Savings } from "@/lib/core/savings";
import type { Warc } from "@/lib/core/warc";
import { NOT_APPLICABLE, perMillion, perMillionDelta, totalUsd, UNKNOWN } from "../amounts";
import { formatCount, plural } from "../counts";
import { Explain, Formula } from "../explain";
import { Figure } from "../figure";
import { Panel } from "../panel";
import { describeEffective } from "./describe-warc";

const LINK = "underline decoration-line-strong underline-offset-2 hover:text-ink";

type SpendPanelProps = { warc: Warc; abortedPico: bigint; calls: number; href: string };

export function SpendPanel({ warc, abortedPico, calls, href }: SpendPanelProps) {
  const spend = totalUsd(warc.spendPico);
  return (
    <Panel title="Spend">
      <Figure
        label="Known cost of all attempts"
        value={spend.text}
        exact={spend.exact}
        size="large"
        explain={
          <Explain id="explain-spend" title="Spend">
            <p>The sum of the ledger: every attempt of known cost, the failed ones included. No rate times a volume.</p>
            <Formula
              rows={[
                { term: "Served", value: formatUsd(warc.servedSpendPico) },
                { term: "+ Waste (failed attempts)", value: formatUsd(warc.wastePico) },
                { term: "+ Aborted (the client left)", value: formatUsd(abortedPico) },
                { term: "Spend", value: formatUsd(warc.spendPico), strong: true },
              ]}
            />
          </Explain>
        }
      >
        <Link href={href} className={LINK}>{plural(calls, "call")}</Link>
      </Figure>
    </Panel>
  );
}

export function EffectivePanel({ warc }: { warc: Warc }) {
  const waste = totalUsd(warc.wastePico);
  const calculation = describeEffective(warc);
  return (
    <Panel title="Effective cost and waste">
      <div className="flex flex-wrap items-end gap-x-6 gap-y-2">
        <Figure
          label="Effective cost"
          value={perMillion(warc.effective)}
          size="large"
          explain={
            <Explain id="explain-effective" title="Effective cost">
              <p>What a million served tokens really cost, failed attempts included.</p>
              {calculation ? <p className="text-ink">{calculation}</p> : null}
              <Formula
                rows={[
                  { term: "WARC", value: perMillion(warc.warc) },
                  { term: "+ Weighting (by tokens, not calls)", value: perMillionDelta(warc.weighting) },
                  { term: "+ Waste", value: perMillionDelta(warc.wastePerMillion) },
                  { term: "Effective cost", value: perMillion(warc.effective), strong: true },
                ]}
              />
            </Explain>
          }
        />
        <Figure
          label="Waste"
          value={waste.text}
          exact={waste.exact}
          explain={
            <Explain id="explain-waste" title="Waste">
              <p>The spend of attempts that failed: a stream that was cut half-way was billed all the same.</p>
              <Formula
                rows={[
                  { term: "Failed attempts", value: formatUsdTotal(warc.wastePico), strong: true },
                  { term: "Per million tokens served", value: perMillion(warc.wastePerMillion) },
                ]}
              />
            </Explain>
          }
        />
      </div>
    </Panel>
  );
}

/** How far the amount reaches: a percentage of the baseline, and of how many calls. */
function describeSavings({ savingsPico, ofBaseline, comparable, notComparable }: Savings): string {
  if (savingsPico === null) return `${plural(notComparable, "call")} not comparable`;
  const percentage = ofBaseline && formatPercent(ofBaseline, 1, "half-away");
  return [
    percentage && `${percentage} of the baseline's cost`,
    `${plural(comparable, "call")} compared`,
    notComparable > 0 && `${formatCount(notComparable)} not comparable`,
  ].filter(Boolean).join(", ");
}

/** @param baselines names of what the calls are held against; empty when none was chosen */
export function SavingsPanel({ savings, baselines }: { savings: Savings; baselines: readonly string[] }) {
  const { savingsPico } = savings;
  const sign = savingsPico === null ? 0n : savingsPico;
  const against = baselines.length > 1 ? "each profile's baseline" : (baselines[0] ?? null);
  const total = savingsPico === null ? null : totalUsd(savingsPico);
  return (
    <Panel title="Savings">
      <Figure
        label={against ? `Against ${against}` : "Against a baseline"}
        value={total && against ? total.text : NOT_APPLICABLE}
        exact={total?.exact}
        size="large"
        tone={!against || sign === 0n ? "plain" : sign > 0n ? "saving" : "premium"}
        explain={<SavingsExplained savings={savings} against={against} />}
      >
        {against === null ? "No baseline chosen" : describeSavings(savings)}
        {baselines.length > 1 ? <span className="block truncate" title={baselines.join(", ")}>{baselines.join(", ")}</span> : null}
      </Figure>
    </Panel>
  );
}

function SavingsExplained({ savings, against }: { savings: Savings; against: string | null }) {
  const { savingsPico, comparable, notComparable, baselinePico, comparableSpendPico, unservedSpendPico } = savings;
  return (
    <Explain id="explain-savings" title="Savings">
      <p>
        What the same tokens would have cost at {against ?? "the profile's baseline"}, less what was really spent. Only
        served calls of which every amount is known and the baseline had a price.
      </p>
      <Formula
        rows={[
          { term: `Baseline, ${plural(comparable, "call")}`, value: comparable === 0 ? UNKNOWN : formatUsd(baselinePico) },
          { term: "− Their attempts", value: formatUsd(comparableSpendPico) },
          { term: "− Calls that were not served", value: formatUsd(unservedSpendPico) },
          { term: "Savings", value: savingsPico === null ? NOT_APPLICABLE : formatUsd(savingsPico), strong: true },
          { term: "Not comparable, left out", value: plural(notComparable, "call") },
        ]}
      />
    </Explain>
  );
}

type RescuedPanelProps = {
  calls: { served: number; failed: number; aborted: number; rescued: number };
  hrefOf: (filters: Record<string, string | null>) => string;
};

export function RescuedPanel({ calls, hrefOf }: RescuedPanelProps) {
  const { served, failed, aborted, rescued } = calls;
  return (
    <Panel title="Rescued calls">
      <Figure
        label="Served by a fallback"
        value={formatCount(rescued)}
        size="large"
        explain={
          <Explain id="explain-rescued" title="Rescued calls">
            <p>Calls that were served after an earlier planned endpoint had failed, or was skipped as down or capped.</p>
            <Formula
              rows={[
                { term: "Served at once", value: formatCount(served - rescued) },
                { term: "+ Rescued", value: formatCount(rescued) },
                { term: "Served", value: formatCount(served), strong: true },
                { term: "Failed", value: formatCount(failed) },
                { term: "Aborted by the client", value: formatCount(aborted) },
              ]}
            />
          </Explain>
        }
      >
        of {formatCount(served)} served. <Link href={hrefOf({ rescued: "1" })} className={LINK}>Show them</Link>;{" "}
        <Link href={hrefOf({ outcome: "failed" })} className={LINK}>{formatCount(failed)} failed</Link>,{" "}
        <Link href={hrefOf({ outcome: "aborted" })} className={LINK}>{formatCount(aborted)} aborted</Link>
      </Figure>
    </Panel>
  );
}

