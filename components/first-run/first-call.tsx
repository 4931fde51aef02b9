import Link from "next/link";
import { formatUsd } from "@/lib/core/money";
import { exactUsd, UNKNOWN } from "../amounts";
import { formatDuration } from "../counts";
import { CheckIcon } from "../icons";

type FirstCallProps = {
  call: {
    id: string;
    outcome: "served" | "failed" | "aborted";
    servedTier: number;
    servedEndpoint: string;
    costPico: bigint;
    unknownAttempts: number;
    totalMs: number;
  };
};

/** What the wait has turned into, until there is a second call. */
export function FirstCall({ call }: FirstCallProps) {
  const { id, outcome, servedTier, servedEndpoint, costPico, unknownAttempts, totalMs } = call;
  const cost = unknownAttempts > 0 ? `${UNKNOWN} (no price for what it used)` : formatUsd(costPico);
  return (
    <section aria-label="Your first call" className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-1 rounded-card border border-line-strong bg-brand-faint px-4 py-3 text-body text-ink">
      <p className="flex items-center gap-2 font-semibold"><CheckIcon /> Your first call {outcome === "served" ? "was served" : outcome === "failed" ? "failed" : "was aborted"}</p>
      <dl className="flex flex-wrap gap-x-4">
        {outcome === "served" ? <Fact term="Tier" value={`${servedTier}, ${servedEndpoint}`} /> : null}
        <Fact term="Cost" value={cost} exact={unknownAttempts > 0 ? undefined : exactUsd(costPico)} />
        <Fact term="Time" value={formatDuration(totalMs)} />
      </dl>
      <Link href={`/calls/${id}`} className="font-medium text-brand underline underline-offset-2">{outcome === "served" ? "Open the call" : "See why"}</Link>
    </section>
  );
}

function Fact({ term, value, exact }: { term: string; value: string; exact?: string | undefined }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-muted">{term}</dt>
      <dd title={exact}>{value}</dd>
    </div>
  );
}
