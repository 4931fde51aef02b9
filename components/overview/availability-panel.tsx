import Link from "next/link";
import { computeAvailability } from "@/lib/core/availability";
import { formatCount, plural } from "../counts";
import { Explain, Formula } from "../explain";
import { Figure } from "../figure";
import { Panel } from "../panel";
import { LINK } from "./cost-panel";
import { availability, oneIn } from "../availability";

type AvailabilityPanelProps = {
  calls: { served: number; failed: number; aborted: number; rescued: number };
  hrefOf: (filters: Record<string, string | null>) => string;
};

/** How many calls were served, and how many would have been without a fallback. */
export function AvailabilityPanel({ calls, hrefOf }: AvailabilityPanelProps) {
  const { served, failed, aborted, rescued } = calls;
  const { withFallback, without } = computeAvailability(calls);
  return (
    <Panel title="Availability">
      <Figure label="With fallback" value={availability(withFallback)} size="large" explain={<Explained calls={calls} />}>
        {oneIn(withFallback)}
      </Figure>
      {without ? (
        <p className="mt-2 text-table text-muted">
          Without fallback <strong className="font-semibold text-ink">{availability(without)}</strong>, {oneIn(without)?.replace("failed", "would have failed")}
        </p>
      ) : null}
      <p className="mt-2 text-caption text-subtle">
        <Link href={hrefOf({ rescued: "1" })} className={LINK}>{plural(rescued, "call")} rescued</Link> of {formatCount(served)} served;{" "}
        <Link href={hrefOf({ outcome: "failed" })} className={LINK}>{formatCount(failed)} failed</Link>,{" "}
        <Link href={hrefOf({ outcome: "aborted" })} className={LINK}>{formatCount(aborted)} aborted</Link>
      </p>
    </Panel>
  );
}

function Explained({ calls: { served, failed, aborted, rescued } }: Pick<AvailabilityPanelProps, "calls">) {
  return (
    <Explain id="explain-availability" title="Availability">
      <p>Served calls over all that ended. Aborted calls are left out: the client went, and nobody knows how they would have ended.</p>
      <p>Without fallback only those count that their first candidate served: whom the profile ranks first, before anybody is skipped as down or at a cap.</p>
      <Formula
        rows={[
          { term: "Served by the first candidate", value: formatCount(served - rescued) },
          { term: "+ Rescued by another one", value: formatCount(rescued) },
          { term: "Served", value: formatCount(served), strong: true },
          { term: "Failed", value: formatCount(failed) },
          { term: "Aborted by the client", value: formatCount(aborted) },
        ]}
      />
    </Explain>
  );
}
