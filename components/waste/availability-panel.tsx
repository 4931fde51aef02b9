import Link from "next/link";
import type { Ratio } from "@/lib/core/ratio";
import { formatCount, plural } from "../counts";
import { Explain, Formula } from "../explain";
import { Figure } from "../figure";
import { Panel } from "../panel";
import { availability, oneIn } from "../availability";

type AvailabilityPanelProps = {
  calls: { served: number; rescued: number; failed: number; aborted: number; withFallback: Ratio | null; without: Ratio | null };
  hrefOf: (filters: Record<string, string>) => string;
  className?: string;
};

const LINK = "underline decoration-line-strong underline-offset-2 hover:text-ink";

/** What falling back was good for. */
export function AvailabilityPanel({ calls, hrefOf, className = "" }: AvailabilityPanelProps) {
  const { served, rescued, failed, aborted, withFallback, without } = calls;
  return (
    <Panel title="Availability" subtitle="Grain: calls" className={className}>
      {withFallback === null ? (
        <p className="py-4 text-body text-muted">No call was served or failed in this range.</p>
      ) : (
        <div className="grid gap-4">
          <Figure label="With fallback" value={availability(withFallback)} size="large" explain={<WithExplained served={served} failed={failed} aborted={aborted} />}>
            {oneIn(withFallback)}. <Link href={hrefOf({ outcome: "failed" })} className={LINK}>{plural(failed, "call")} failed</Link>
          </Figure>
          <Figure label="Without fallback" value={availability(without)} explain={<WithoutExplained served={served} rescued={rescued} failed={failed} />}>
            {oneIn(without)} or needed another endpoint. <Link href={hrefOf({ rescued: "1" })} className={LINK}>{plural(rescued, "call")} rescued</Link>
          </Figure>
          {aborted === 0 ? null : (
            <p className="text-caption text-subtle">
              Left out: <Link href={hrefOf({ outcome: "aborted" })} className={LINK}>{plural(aborted, "call")}</Link> whose client left.
            </p>
          )}
        </div>
      )}
    </Panel>
  );
}

function WithExplained({ served, failed, aborted }: { served: number; failed: number; aborted: number }) {
  return (
    <Explain id="explain-with-fallback" title="Availability with fallback">
      <p>Served calls, of those served or failed. Rounded down, so that a single failure never reads as 100%.</p>
      <Formula
        rows={[
          { term: "Served", value: formatCount(served) },
          { term: "÷ Served and failed", value: formatCount(served + failed), strong: true },
          { term: "Left out, the client left", value: formatCount(aborted) },
        ]}
      />
    </Explain>
  );
}

function WithoutExplained({ served, rescued, failed }: { served: number; rescued: number; failed: number }) {
  return (
    <Explain id="explain-without-fallback" title="Availability without fallback">
      <p>What it had been with the first candidate of each plan alone: calls that it served, with none before it failed, down or capped.</p>
      <Formula
        rows={[
          { term: "Served by the first candidate", value: formatCount(served - rescued) },
          { term: "÷ Served and failed", value: formatCount(served + failed), strong: true },
          { term: "Rescued by another", value: formatCount(rescued) },
        ]}
      />
    </Explain>
  );
}
