import Link from "next/link";
import { formatUsdTotal } from "@/lib/core/money";
import { plural } from "../counts";
import { Explain, Formula } from "../explain";
import { Figure } from "../figure";
import { Panel } from "../panel";
import { describeLeftOut, exactly, percentOfBaseline, type SavingsSteps, type Span, spanFormat, VERDICT_WORDS, verdictOf } from "./prepare-savings";

type SavingsPanelProps = {
  steps: SavingsSteps;
  /** What the calls are held against, in words. */
  against: string;
  /** The calls that are left out; null where no filter finds them. */
  leftOutHref: string | null;
  className?: string;
};

const TONES = { saved: "saving", dearer: "premium", even: "plain", unclear: "plain" } as const;

/** What the routing saved, and what is not in that. */
export function SavingsPanel({ steps, against, leftOutHref, className = "" }: SavingsPanelProps) {
  const { savings, comparable, notComparable } = steps;
  const leftOut = describeLeftOut(steps);
  const verdict = savings && verdictOf(savings);
  return (
    <Panel title="Savings" subtitle="Grain: calls, with all of their attempts" className={className}>
      {savings && verdict ? (
        <Figure
          label={`Against ${against}`}
          value={totalOf(savings)}
          exact={spanFormat([steps]).amount(savings)}
          size="large"
          tone={TONES[verdict]}
          explain={<SavingsExplained steps={steps} against={against} />}
        >
          <span className="text-table text-muted">
            {VERDICT_WORDS[verdict]}: {percentOfBaseline(steps)} of the baseline&rsquo;s cost, {plural(comparable, "call")} compared.
          </span>
        </Figure>
      ) : (
        <p className="py-4 text-body text-muted">
          Nothing to compare in this range. {notComparable > 0 ? "Choose a baseline that has a price, with “Change baseline”." : "No call was served in it."}
        </p>
      )}
      {leftOut.length === 0 ? null : (
        <ul className="mt-4 grid gap-2 border-t border-line pt-3 text-table text-muted">
          {leftOut.map((sentence) => <li key={sentence}>{sentence}</li>)}
          {notComparable > 0 && leftOutHref !== null ? (
            <li><Link href={leftOutHref} className="underline decoration-line-strong underline-offset-2 hover:text-ink">Show the calls that are not comparable</Link></li>
          ) : null}
        </ul>
      )}
    </Panel>
  );
}

/** "$15.24", as the overview has it, or "$15.24 to $16.10". */
function totalOf({ lowPico, highPico }: Span): string {
  return lowPico === highPico ? formatUsdTotal(lowPico) : `${formatUsdTotal(lowPico)} to ${formatUsdTotal(highPico)}`;
}

function SavingsExplained({ steps, against }: { steps: SavingsSteps; against: string }) {
  const { baseline, actualPico, unservedPico, savings } = steps;
  const format = spanFormat([steps]);
  return (
    <Explain id="explain-savings" title="Savings">
      <p>
        What the same tokens would have cost at {against}, at its price as of each call, less what was really spent on
        them. Only calls that were served, of which every amount is known and the baseline had a price.
      </p>
      <Formula
        rows={[
          { term: "Baseline", value: format.amount(baseline) },
          { term: "− All attempts of the same calls", value: format.amount(exactly(actualPico - unservedPico)) },
          { term: "− Calls that were not served", value: format.amount(exactly(unservedPico)) },
          { term: "Savings", value: savings ? format.amount(savings) : "—", strong: true },
        ]}
      />
      <p>One comparison with one baseline. Savings against two baselines do not add up: each is what would have been instead.</p>
    </Explain>
  );
}
