import type { ReactNode } from "react";
import { formatUsd } from "@/lib/core/money";
import { causeFill } from "../cause-patterns";
import { CAUSE_LOOK_NAMES } from "../causes";
import { formatCount, plural } from "../counts";
import { Explain } from "../explain";
import { Panel } from "../panel";
import { FactsTable } from "../chart/facts-table";
import type { WasteChart as Chart } from "./prepare-waste";
import { WasteChart } from "./waste-chart";

type WastePanelProps = {
  chart: Chart;
  unit: "hour" | "day";
  zone: string;
  /** Attempts of the range, and what of them failed. */
  attempts: number;
  total: { failed: number; billed: number; unknown: number; costPico: bigint };
  className?: string;
};

/** What failed attempts cost over time. */
export function WastePanel({ chart, unit, zone, attempts, total, className = "" }: WastePanelProps) {
  const isNothing = total.billed === 0 && total.unknown === 0;
  return (
    <Panel
      title="Waste over time"
      subtitle={`By ${unit} of the call's start, ${zone}. Grain: attempts.`}
      explain={<WasteExplained />}
      aside={<Legend chart={chart} />}
      className={className}
    >
      {isNothing ? (
        <NothingBilled attempts={attempts} failed={total.failed} />
      ) : (
        <>
          <WasteChart chart={chart} />
          <p className="mt-2 text-table text-muted">{chart.summary}</p>
          <FactsTable name="Waste over time" unit={unit} columns={chart.columns} />
        </>
      )}
    </Panel>
  );
}

function NothingBilled({ attempts, failed }: { attempts: number; failed: number }) {
  return (
    <div className="flex min-h-32 flex-col justify-center text-body text-muted">
      <p className="font-semibold text-ink">No billed failed attempts in this range</p>
      <p>
        {attempts === 0
          ? "No attempt was made in it at all."
          : `Counted: ${plural(attempts, "attempt")}, of which ${formatCount(failed)} failed and cost ${formatUsd(0n)}.`}
      </p>
    </div>
  );
}

function WasteExplained() {
  return (
    <Explain id="explain-waste-over-time" title="Waste">
      <p>The known cost of attempts that failed. A stream that was cut half-way was billed all the same; a refusal, such as a 429, owes nothing.</p>
      <p>An amount is <strong className="text-ink">reported</strong> when the provider told the usage, or owes nothing; <strong className="text-ink">estimated</strong> from what had come when the attempt broke; <strong className="text-ink">unknown</strong> when the provider may have worked on without saying so. Unknown amounts are counted in words and are in no sum.</p>
      <p>Attempts whose client left are not waste, and not in here.</p>
    </Explain>
  );
}

function Legend({ chart }: { chart: Chart }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-caption text-muted">
      {chart.looks.map((look) => (
        <Key key={look} label={CAUSE_LOOK_NAMES[look]}><rect width="10" height="10" rx="2" fill={causeFill(look)} /></Key>
      ))}
      {chart.hasEstimated ? (
        <Key label="Estimated"><rect x="0.5" y="0.5" width="9" height="9" fillOpacity="0.4" strokeDasharray="3 2" className="fill-waste stroke-waste" /></Key>
      ) : null}
      {chart.hasUnknown ? (
        <Key label="Some of unknown cost"><rect x="0.5" y="1.5" width="9" height="7" fill="none" className="stroke-line-strong" /></Key>
      ) : null}
    </ul>
  );
}

function Key({ label, children }: { label: string; children: ReactNode }) {
  return (
    <li className="flex items-center gap-1.5">
      <svg width="10" height="10" aria-hidden="true">{children}</svg>
      {label}
    </li>
  );
}
