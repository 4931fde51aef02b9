import { formatUsd } from "@/lib/core/money";
import { formatPercent } from "@/lib/core/ratio";
import type { Savings } from "@/lib/core/savings";
import { NOT_APPLICABLE, totalUsd, UNKNOWN } from "../amounts";
import { formatCount, plural } from "../counts";
import { Explain, Formula } from "../explain";
import { Figure } from "../figure";
import { Panel } from "../panel";

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
