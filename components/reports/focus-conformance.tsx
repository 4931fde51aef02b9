import { formatUsdExact } from "@/lib/core/money";
import { ratio } from "@/lib/core/ratio";
import { share } from "../amounts";
import { formatCount, plural } from "../counts";
import { formatTime } from "../times";
import { Panel } from "../panel";

export type FocusConformance = {
  rows: number;
  /** Where time ran out: how much of the month was looked at, up to when. */
  cut: { share: number; until: Date } | null;
  contractedPico: bigint;
  passed: readonly { id: string; text: string }[];
  failed: readonly { id: string; text: string; row: number; why: string; rows: number }[];
};

type ConformanceProps = { conformance: FocusConformance; deviations: readonly string[]; className?: string };

/** Which rules of the specification the rows keep, and where the export is not what it asks. */
export function FocusConformancePanel({ conformance, deviations, className = "" }: ConformanceProps) {
  const { rows, passed, failed } = conformance;
  return (
    <Panel title="Conformance" subtitle="The specification's rules, held against the rows of this month." className={className}>
      {rows === 0 ? <p className="text-body text-muted">There are no charges in this month, so no rule was tried.</p> : <Verdict {...conformance} />}
      {failed.length > 0 ? (
        <ul className="mt-3 grid gap-2 text-table text-danger">
          {failed.map(({ id, text, row, why, rows: broken }) => <li key={id}>{text} Broken by {plural(broken, "row")}, first by row {formatCount(row)}: {why}.</li>)}
        </ul>
      ) : null}
      {passed.length > 0 ? (
        <details className="mt-3 text-table">
          <summary className="cursor-pointer font-medium text-ink">{plural(passed.length, "rule")} passed</summary>
          <ul className="mt-2 list-disc pl-5 text-muted">{passed.map(({ id, text }) => <li key={id}>{text}</li>)}</ul>
        </details>
      ) : null}
      <h3 className="mt-4 text-table font-medium text-ink">Known deviations</h3>
      <ul className="mt-1 list-disc pl-5 text-table text-muted">{deviations.map((text) => <li key={text}>{text}</li>)}</ul>
    </Panel>
  );
}

function Verdict({ rows, cut, contractedPico, passed, failed }: FocusConformance) {
  const rules = passed.length + failed.length;
  return (
    <p className="text-body text-ink">
      {failed.length === 0 ? `All ${formatCount(rules)} rules passed` : `${formatCount(passed.length)} of ${formatCount(rules)} rules passed`}{" "}
      by {cut ? `the first ${plural(rows, "row")}` : plural(rows, "row")}.{" "}
      {cut
        ? <>Checking ended after nine seconds: {share(ratio(BigInt(Math.floor(cut.share * 1_000)), 1_000n))} of the month was checked, up to {formatTime(cut.until, "minute", "UTC")} UTC.</>
        : <>That is every row of the month. ContractedCost adds up to ${formatUsdExact(contractedPico)}.</>}
    </p>
  );
}
