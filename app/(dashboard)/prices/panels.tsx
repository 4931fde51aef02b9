import Link from "next/link";
import { plural } from "@/components/counts";
import { TableToggle } from "@/components/chart/table-toggle";
import { Explain } from "@/components/explain";
import { ExportLinks } from "@/components/export-links";
import { Panel } from "@/components/panel";
import { CompareTable } from "@/components/prices/compare-table";
import { describeMix } from "@/components/prices/describe-mix";
import { HistoryChart } from "@/components/prices/history-chart";
import { HostChoice } from "@/components/prices/host-choice";
import { prepareHistoryChart } from "@/components/prices/prepare-history";
import type { Host, MakeCheapest } from "@/components/prices/price-actions";
import { PriceTable } from "@/components/prices/price-table";
import { SelectLink } from "@/components/select-link";
import { type BoardWeights, MONTH_DAYS, OLD_PRICE_DAYS } from "@/lib/reports/price-board";
import { prepareHistory } from "@/lib/reports/price-history";
import { type View, viewHref } from "@/lib/reports/scope";
import type { Board } from "./read-board";

type PanelProps = { board: Promise<Board>; view: View; hrefOf: (more: Record<string, string | null>) => string };

type WeightsPanelProps = PanelProps & {
  compared: readonly string[];
  taken: readonly string[];
  mayChange: boolean;
  makeCheapest: MakeCheapest;
  exportHref: (format: string) => string;
};

export async function WeightsPanel({ board, view, hrefOf, compared, taken, mayChange, makeCheapest, exportHref }: WeightsPanelProps) {
  const { all, weights, mix } = await board;
  const { zone } = view;
  return (
    <Panel
      title={plural(weights.length, "set of equal weights", "sets of equal weights")}
      subtitle={`USD per 1 M tokens, the cheapest for your mix first. Times in ${zone}.`}
      explain={<BoardExplained />}
      aside={<ExportLinks what="these prices" hrefOf={exportHref} />}
    >
      <p className="mb-3 text-table text-muted">{describeMix(mix)}</p>
      {weights.length > 0 ? (
        <HostChoice key={compared.join()} initial={findHosts(all, compared).map(toHost)} plainHref={hrefOf({ compare: null })} taken={taken} makeCheapest={mayChange ? makeCheapest : null}>
          <PriceTable
            weights={weights}
            zone={zone}
            now={view.now}
            oldDays={OLD_PRICE_DAYS}
            mayChange={mayChange}
            callsHref={(endpoint) => viewHref("/calls", view, { endpoint })}
            historyHref={(key) => hrefOf({ weights: key })}
          />
        </HostChoice>
      ) : (
        <p className="py-6 text-center text-body text-muted">
          {all.length > 0 ? "Nothing that these filters leave. Clear them to see all." : !mayChange ? "No endpoint yet. An owner or an admin of the team adds a provider, then its models." : <>No endpoint yet. <Link href="/providers/new" className="text-brand underline underline-offset-2">Add a provider</Link>, then its models.</>}
        </p>
      )}
    </Panel>
  );
}

export async function HistoryPanel({ board, view, hrefOf, history }: PanelProps & { history: string }) {
  const { all, mix } = await board;
  const shown = all.find(({ key }) => key === history) ?? mostUsed(all);
  if (!shown) return null;
  const chart = prepareHistoryChart({ ...prepareHistory(shown, mix, view.now), zone: view.zone });
  return (
    <Panel
      title={`History of ${shown.model}`}
      subtitle={chart.summary}
      className="mb-4"
      aside={<SelectLink label="Weights" current={shown.key} options={all.map(({ key, model, precision }) => ({ value: key, label: precision === null ? model : `${model}, ${precision}`, href: hrefOf({ weights: key }) }))} />}
    >
      <p className="mb-2 flex flex-wrap gap-x-4 text-caption text-muted">
        <Legend className="h-1.5 bg-saving/30">Floor: the cheapest host of each time</Legend>
        {shown.current ? <Legend className="h-0.5 bg-brand">Your choice: {shown.current.provider}</Legend> : null}
        <Legend className="h-px bg-line-strong">Other hosts</Legend>
      </p>
      <HistoryChart chart={chart} />
      <TableToggle name={`History of ${shown.model}`} table={chart.table} />
    </Panel>
  );
}

function Legend({ className, children }: { className: string; children: React.ReactNode }) {
  return <span className="inline-flex items-center gap-1.5"><span aria-hidden="true" className={`w-4 ${className}`} />{children}</span>;
}

export async function ComparePanel({ board, view, hrefOf, compared }: PanelProps & { compared: readonly string[] }) {
  const hosts = findHosts((await board).all, compared);
  if (hosts.length === 0) return null;
  return (
    <Panel
      title="Side by side"
      subtitle={`The hosts that you chose, in USD per 1 M tokens. Times in ${view.zone}.`}
      className="mb-4"
      aside={<Link href={hrefOf({ compare: null })} className="text-table text-brand underline-offset-2 hover:underline">Close</Link>}
    >
      <CompareTable hosts={hosts.map(({ endpoint }) => endpoint)} zone={view.zone} />
    </Panel>
  );
}

function findHosts(all: readonly BoardWeights[], names: readonly string[]) {
  const hosts = all.flatMap((weights) => weights.endpoints.map((endpoint) => ({ weights, endpoint })));
  return names.flatMap((name) => hosts.find(({ endpoint }) => endpoint.name === name) ?? []);
}

function toHost({ weights, endpoint }: ReturnType<typeof findHosts>[number]): Host {
  return { endpoint: endpoint.name, model: endpoint.model, weights: weights.key };
}

/** Those of which the choice served most tokens; without any use the first of the board. */
/** Of those that have a choice between hosts; where none has, of all. */
function mostUsed(all: readonly BoardWeights[]): BoardWeights | undefined {
  const tokens = ({ current }: BoardWeights) => current?.use?.mix.tokens ?? -1n;
  const several = all.filter(({ endpoints }) => endpoints.filter(({ inForce }) => inForce !== null).length > 1);
  return (several.length > 0 ? several : all).reduce<BoardWeights | undefined>((most, each) => (most === undefined || tokens(each) > tokens(most) ? each : most), undefined);
}

function BoardExplained() {
  return (
    <Explain id="explain-board" title="The price board">
      <p><strong>Your mix</strong> is what your own served attempts of this range would have cost on average per 1 M tokens, had every one of them been charged at this price: units by class × price, and the fee of each request. Steps for long prompts are not in it: sums do not say how long a prompt was.</p>
      <p><strong>Your choice</strong> is the host that served most of your tokens of these weights in this range, the <strong>floor</strong> the cheapest for your mix.</p>
      <p><strong>If you moved</strong> is your choice&apos;s price for your mix less this one. <strong>A month</strong> takes the very tokens that your choice served in this range at both prices of today, carried on for {MONTH_DAYS} days.</p>
      <p>First token and the duration of a call are the medians of calls that a host served, earlier attempts of those calls included; success is of attempts.</p>
      <p><strong>Speed</strong> is the output tokens of those calls by the seconds that their clients waited for them in all, the first token and earlier attempts included. Where the tokens of some calls are unknown it is a least. All of these are of this range.</p>
      <p>A price is <strong>confirmed</strong> when a feed says it again: its age counts from then.</p>
      <p>A price that was never entered is unknown, not nothing, and comes last.</p>
    </Explain>
  );
}
