import Link from "next/link";
import { formatUsd } from "@/lib/core/money";
import type { Warc } from "@/lib/core/warc";
import { totalUsd } from "../amounts";
import { plural } from "../counts";
import { Explain, Formula } from "../explain";
import { Figure } from "../figure";
import { Panel } from "../panel";

export const LINK = "underline decoration-line-strong underline-offset-2 hover:text-ink";

type CostPanelProps = {
  warc: Pick<Warc, "spendPico" | "servedSpendPico" | "wastePico">;
  abortedPico: bigint;
  calls: number;
  /** The part whose tokens were counted by us, since nobody reported them. */
  estimatedPico: bigint;
  unknownAmounts: number;
  /** Calls of this moment are in the range: the cost still grows. */
  isRunning: boolean;
  href: string;
  estimatedHref: string;
  unknownHref: string;
};

export function CostPanel({ warc, abortedPico, calls, estimatedPico, unknownAmounts, isRunning, href, estimatedHref, unknownHref }: CostPanelProps) {
  const spend = totalUsd(warc.spendPico);
  return (
    <Panel title="Cost" aside={isRunning ? <Running /> : null}>
      <Figure
        label="Known cost of all attempts"
        value={spend.text}
        exact={spend.exact}
        size="large"
        explain={
          <Explain id="explain-cost" title="Cost">
            <p>The sum of the ledger: every attempt of known cost, the failed ones included. No rate times a volume.</p>
            <Formula
              rows={[
                { term: "Served", value: formatUsd(warc.servedSpendPico) },
                { term: "+ Waste (failed attempts)", value: formatUsd(warc.wastePico) },
                { term: "+ Aborted (the client left)", value: formatUsd(abortedPico) },
                { term: "Cost", value: formatUsd(warc.spendPico), strong: true },
                { term: "Estimated part of it", value: formatUsd(estimatedPico) },
                { term: "Of unknown cost, in no amount", value: plural(unknownAmounts, "attempt") },
              ]}
            />
          </Explain>
        }
      >
        <Link href={href} className={LINK}>{plural(calls, "call")}</Link>
        {estimatedPico > 0n ? <>, <Link href={estimatedHref} className={LINK}>{totalUsd(estimatedPico).text} of it estimated</Link></> : null}
        {unknownAmounts > 0 ? <>, <Link href={unknownHref} className={LINK}>{plural(unknownAmounts, "attempt")} of unknown cost</Link> not in it</> : null}
      </Figure>
    </Panel>
  );
}

function Running() {
  return (
    <span className="rounded-full border border-line px-2 text-caption text-muted" title="The range holds this moment: calls are still added">
      Running
    </span>
  );
}
