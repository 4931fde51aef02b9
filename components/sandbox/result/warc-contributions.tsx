import { ContributionBar } from "../../overview/contribution-bar";
import { Panel } from "../../panel";
import { tierFill } from "../../tier-colour";
import { WarcInWords } from "./warc-in-words";
import { type Contributions, prepareWarcContributions } from "./prepare-warc-contributions";
import type { ShownProfile } from "./shown-profile";

/** WARC as what each tier adds to it, profile under profile on one scale. */
export function WarcContributions({ profiles, className = "" }: { profiles: readonly ShownProfile[]; className?: string }) {
  const prepared = prepareWarcContributions(profiles);
  return (
    <Panel
      title="WARC by tier"
      subtitle="Average price of a served call: P × C by tier, USD per million tokens, by calls. The tick is the primary cost, the hatched tail is waste."
      explain={<WarcInWords contributions={prepared} />}
      className={className}
    >
      <div className="grid grid-cols-1 gap-6">{prepared.map((one) => <One key={one.key} contributions={one} />)}</div>
    </Panel>
  );
}

function One({ contributions: { name, warc, primary, waste, lines, bar, problem, summary } }: { contributions: Contributions }) {
  return (
    <section aria-label={`WARC of ${name}`}>
      <p className="flex justify-between gap-3 text-body font-semibold text-ink">
        <span className="min-w-0 truncate" title={name}>{name}</span>
        <span>{warc}</span>
      </p>
      {bar ? <div className="mt-1"><ContributionBar bar={bar} summary={summary} bringsHatch={false} /></div> : null}
      {problem ? <p className="mt-1 text-table text-muted">{problem}</p> : null}
      <table className="mt-2 w-full text-table">
        <thead className="text-caption text-muted">
          <tr>
            {["Tier", "P", "C", "P × C"].map((head, column) => (
              <th key={head} scope="col" className={`py-0.5 font-medium ${column === 0 ? "text-left" : "pl-3 text-right"}`}>{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, label, rank, p, c, contribution }) => (
            <tr key={key} className="border-t border-line">
              <th scope="row" className="w-full max-w-0 py-1 text-left font-normal">
                <span className="flex min-w-0 items-center gap-2">
                  <svg width="10" height="10" className="shrink-0" aria-hidden="true">
                    <rect width="10" height="10" rx="2" className={tierFill(rank)} />
                  </svg>
                  <span className="truncate" title={label}>{label}</span>
                </span>
              </th>
              {[p, c, contribution].map((cell, column) => (
                <td key={["P", "C", "P × C"][column]} className="py-1 pl-3 text-right whitespace-nowrap">{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-1 flex flex-wrap justify-between gap-x-4 border-t border-line pt-1 text-table text-muted">
        <span>Same calls, all at their primary <span className="text-ink">{primary}</span></span>
        <span>Waste, on top <span className="text-ink">{waste}</span></span>
      </p>
    </section>
  );
}
