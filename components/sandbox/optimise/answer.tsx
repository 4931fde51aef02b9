import type { ReactNode } from "react";
import type { Constraints, Dropped, Optimum, Point } from "@/lib/sandbox/optimise/question";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { plural } from "../../counts";
import { Caveat, Notice } from "../../notice";
import { Panel } from "../../panel";
import { WideTable } from "../../wide-table";
import { bindingInWords, headlineOf, methodInWords, restInWords, whyDropped } from "./describe-optimum";
import { factsOf, promisesInWords, tiersInWords } from "./describe-point";
import { FrontChart } from "./front-chart";
import { prepareFront, telling } from "./prepare-front";

type AnswerProps = { optimum: Optimum; constraints: Constraints; onCandidate: (profile: SandboxProfile) => void };

/** What a search found: the cheapest, what each promise costs, the front, and why others are not on it. */
export function Answer({ optimum, constraints, onCandidate }: AnswerProps) {
  const { front, current, dropped, impossible, unpriced, cheapest } = optimum;
  const points = new Map([...dropped.map(({ point }) => point), ...(current ? [current] : []), ...front].map((point) => [point.id, point]));
  const open = (id: string) => {
    const point = points.get(id);
    if (point) onCandidate(point.profile);
  };
  return (
    <div className="grid min-w-0 gap-4">
      {impossible.length > 0 ? (
        <Notice title="Not every promise can be kept">{impossible.map(({ constraint, sentence }) => <span key={constraint ?? "nothing"} className="block">{sentence}</span>)}</Notice>
      ) : null}
      {unpriced.length > 0 ? <Caveat label="Left out">Without a price, and so left out: {unpriced.join(", ")}.</Caveat> : null}
      <Panel title={cheapest ? "The cheapest that keeps all" : "No profile keeps all"}>
        <Verdict optimum={optimum} constraints={constraints} open={open} />
      </Panel>
      {front.length === 0 ? null : (
        <Panel title="Cost and availability" subtitle="Effective cost, USD per million tokens, by the share of calls that are served; each step up loses a tenth. A click loads a profile as a candidate.">
          <FrontChart front={prepareFront(optimum, constraints)} onOpen={open} />
        </Panel>
      )}
      {front.length === 0 ? null : <FrontTable front={telling(optimum, constraints)} beyond={front.length - telling(optimum, constraints).length} cheapest={cheapest} open={open} />}
      {dropped.length === 0 ? null : <DroppedTable optimum={optimum} open={open} />}
    </div>
  );
}

type Open = { open: (id: string) => void };

function Verdict({ optimum, constraints, open }: { optimum: Optimum; constraints: Constraints } & Open) {
  const { cheapest, bindings } = optimum;
  return (
    <div className="grid gap-2">
      {cheapest ? <p className="text-section font-semibold break-words text-ink">{headlineOf(optimum)}</p> : null}
      {bindings.map((binding) => <p key={binding.constraint} className="text-body text-ink">{bindingInWords(binding, constraints)}</p>)}
      {cheapest && bindings.length === 0 ? <p className="text-body text-ink">No promise binds: without any of them nothing would be cheaper.</p> : null}
      <p className="text-table text-muted">{methodInWords(optimum)} All figures are the closed form’s: breakers are not in them.</p>
      {cheapest ? <LoadButton point={cheapest} open={open} /> : null}
    </div>
  );
}

function LoadButton({ point, open }: { point: Point } & Open) {
  return (
    <button
      type="button"
      aria-label={`Load ${tiersInWords(point.profile.tiers)} as a candidate`}
      onClick={() => { open(point.id); }}
      className="h-8 w-fit rounded border border-line-strong bg-surface px-2.5 text-table font-medium whitespace-nowrap text-ink hover:bg-hover"
    >
      Load
    </button>
  );
}

const HEADS = ["Tiers", "Effective cost", "Availability", "p95 first token", "A month", ""] as const;

/** Rows around the cheapest that are open at once: a front may have dozens of points that hardly differ. */
const [BEFORE, BEHIND] = [3, 5];

type FrontTableProps = { front: readonly Point[]; /** How many more lose so few calls that nobody can tell. */ beyond: number; cheapest: Point | null };

function FrontTable({ front, beyond, cheapest, open }: FrontTableProps & Open) {
  const at = Math.max(0, front.findIndex(({ id }) => id === cheapest?.id));
  const near = front.slice(Math.max(0, at - BEFORE), at + BEHIND);
  const more = beyond === 0 ? "" : ` ${plural(beyond, "more point")} would lose fewer than one call in a million and cost as much or more.`;
  return (
    <Panel title="The front" subtitle={`No profile is both as cheap and as available as one of these. The cheapest first.${more}`}>
      <FrontRows name="The front around the cheapest" front={near} open={open} />
      {near.length === front.length ? null : (
        <details className="mt-6 text-table">
          <summary className="min-h-6 w-fit rounded py-0.5 text-muted hover:text-ink">Show all {front.length} points</summary>
          <div className="mt-3"><FrontRows name="The front" front={front} open={open} /></div>
        </details>
      )}
    </Panel>
  );
}

function FrontRows({ name, front, open }: { name: string; front: readonly Point[] } & Open) {
  return (
    <WideTable name={name}>
      <Heads heads={HEADS} />
      <tbody>
        {front.map((point) => (
          <Row key={point.id} point={point} note={point.breaks.length === 0 ? null : `Does not keep ${promisesInWords(point.breaks)}.`}>
            <td className="px-4 py-2 text-right"><LoadButton point={point} open={open} /></td>
          </Row>
        ))}
      </tbody>
    </WideTable>
  );
}

function DroppedTable({ optimum, open }: { optimum: Optimum } & Open) {
  const rest = restInWords(optimum);
  return (
    <Panel title="Why others were dropped" subtitle="The best order of each combination of endpoints that is not on the front.">
      <details className="text-table">
        <summary className="min-h-6 w-fit rounded py-0.5 text-muted hover:text-ink">Show {optimum.dropped.length} of them{rest ? `; ${rest}` : "."}</summary>
        <div className="mt-3">
          <WideTable name="Dropped profiles">
            <Heads heads={[...HEADS.slice(0, 5), "Why it was dropped", ""]} />
            <tbody>
              {optimum.dropped.map((dropped: Dropped) => (
                <Row key={dropped.point.id} point={dropped.point} note={null}>
                  <td className="min-w-64 px-4 py-2 text-muted">{whyDropped(dropped)}</td>
                  <td className="px-4 py-2 text-right"><LoadButton point={dropped.point} open={open} /></td>
                </Row>
              ))}
            </tbody>
          </WideTable>
        </div>
      </details>
    </Panel>
  );
}

function Heads({ heads }: { heads: readonly string[] }) {
  return (
    <thead>
      <tr className="border-b border-line text-left text-table text-muted">
        {heads.map((head, column) => (
          <th key={head || `head ${column}`} scope="col" className={`px-4 py-2 font-medium whitespace-nowrap ${column > 0 && column < 5 ? "text-right" : ""}`}>
            {head === "" ? <span className="sr-only">Load</span> : head}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Row({ point, note, children }: { point: Point; note: string | null; children: ReactNode }) {
  return (
    <tr className="border-b border-line text-table last:border-b-0">
      <th scope="row" className="min-w-80 px-4 py-2 text-left font-normal break-words text-ink">
        {tiersInWords(point.profile.tiers)}
        {note === null ? null : <span className="block text-caption text-subtle">{note}</span>}
      </th>
      {factsOf(point).map(({ term, value }) => <td key={term} className="px-4 py-2 text-right whitespace-nowrap text-ink">{value}</td>)}
      {children}
    </tr>
  );
}
