import Link from "next/link";
import { Explain } from "../explain";
import { Panel } from "../panel";
import type { FactLine } from "./describe-fact";

export type LinkedFact = FactLine & { href: string };

type WhatChangedPanelProps = {
  facts: readonly LinkedFact[];
  /** What to say when there are none. */
  nothing: string;
  /** "8 Nov, 14:00 to 15 Nov, 14:00" */
  against: string;
  /** What was predicted of the version published last, beside what happened. */
  calibration: { text: string; href: string } | null;
  className?: string;
};

const TONES = { premium: "text-premium", saving: "text-saving", plain: "text-ink" };

/** The few things that a person should know about this period, in USD, each leading to its calls. */
export function WhatChangedPanel({ facts, nothing, against, calibration, className = "" }: WhatChangedPanelProps) {
  const [biggest] = facts;
  return (
    <Panel
      title="What changed"
      subtitle={`Against ${against}, the largest first`}
      explain={<Explained />}
      aside={
        biggest ? (
          <Link href={biggest.href} className="inline-flex h-8 items-center rounded bg-brand px-3 text-table font-medium text-brand-contrast hover:bg-brand-strong print:hidden">
            Open biggest change
          </Link>
        ) : null
      }
      className={className}
    >
      {biggest ? (
        <ol className={`-mx-4 divide-y divide-line ${calibration ? "" : "-mb-4"}`}>
          {facts.map(({ key, href, amount, tone, text }) => (
            <li key={key}>
              <Link href={href} data-row className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-baseline gap-x-4 px-4 py-2 text-table hover:bg-hover sm:grid-cols-[7rem_minmax(0,1fr)]">
                <span className={`text-right font-semibold ${TONES[tone]}`}>{amount}</span>
                <span className="min-w-0 wrap-anywhere text-ink">{text}</span>
              </Link>
            </li>
          ))}
        </ol>
      ) : (
        <p className="text-table text-muted">{nothing}</p>
      )}
      {calibration ? (
        <p className="-mx-4 -mb-2 mt-auto border-t border-line px-4 pt-2 text-table text-muted">
          {calibration.text}{" "}
          <Link href={calibration.href} prefetch={false} className="whitespace-nowrap text-brand underline underline-offset-2">Predicted and happened</Link>
        </p>
      ) : null}
    </Panel>
  );
}

function Explained() {
  return (
    <Explain id="explain-what-changed" title="What changed">
      <p>Amounts are for the calls of this period: what they cost beyond what they would have cost at the shares, the tokens and the prices of the period before. More or fewer calls are no change.</p>
      <p>Of failures it is the waste that came with them: a refused attempt costs nothing by itself, but sends its call to another tier.</p>
      <p>Less than 1% of the period&apos;s cost, or of an endpoint&apos;s attempts, is not named.</p>
    </Explain>
  );
}
