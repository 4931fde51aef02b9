import { formatUsdTotal } from "@/lib/core/money";
import { formatCount, plural } from "../counts";
import { Panel } from "../panel";

type ExceptionsProps = { attempts: number; estimatePico: bigint; withoutEstimate: number; className?: string };

/** What is in no row, since nobody knows what it cost. */
export function FocusExceptionsPanel({ attempts, estimatePico, withoutEstimate, className = "" }: ExceptionsProps) {
  const estimated = attempts - withoutEstimate;
  return (
    <Panel title="Left out" subtitle="Grain: attempts." className={className}>
      {attempts === 0 ? (
        <p className="text-body text-muted">Every attempt of this month has a known cost: nothing is left out.</p>
      ) : (
        <div className="grid gap-2 text-body text-muted">
          <p><span className="font-semibold text-ink">{plural(attempts, "attempt")}</span> of unknown cost. The specification has no place for them, so they are in a file of their own.</p>
          {estimated > 0 ? <p>At the mean of their endpoints {formatCount(estimated)} of them come to about {formatUsdTotal(estimatePico)}.</p> : null}
          {withoutEstimate > 0 ? <p>{formatCount(withoutEstimate)} have no estimate: no attempt at their endpoint has a known cost.</p> : null}
        </div>
      )}
    </Panel>
  );
}
