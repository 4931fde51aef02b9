import type { WarcChange } from "@/lib/core/warc-change";
import type { Measure } from "@/lib/core/warc-measure";
import { Explain } from "../explain";
import { Panel } from "../panel";
import { type ChangePart, prepareChange } from "./prepare-change";
import { MEASURE_WORDS } from "../rates";

type ChangePanelProps = {
  change: WarcChange | null;
  /** Why there is no split; shown in its place. */
  reason: string;
  /** "8 Nov, 14:00 to 15 Nov, 14:00" */
  against: string;
  measure: Measure;
  className?: string;
};

/** Why WARC is not what it was: other tiers, other tokens or other prices. */
export function ChangePanel({ change, reason, against, measure, className = "" }: ChangePanelProps) {
  return (
    <Panel title="Change from last period" subtitle={`WARC against ${against}`} explain={<Explained />} className={className}>
      {change ? <Split change={change} measure={measure} /> : <p className="text-table text-muted">{reason}</p>}
    </Panel>
  );
}

function Split({ change, measure }: { change: WarcChange; measure: Measure }) {
  const { before, after, parts, equation, summary } = prepareChange(change, measure);
  return (
    <>
      <p className="sr-only">{summary}</p>
      <Total label="WARC then" value={before} />
      <ol className="my-3 grid gap-3 border-y border-line py-3">
        {parts.map((part) => <Part key={part.label} part={part} />)}
      </ol>
      <Total label="WARC now" value={after} />
      <p className="mt-auto pt-3 text-caption text-subtle">
        {equation}, {MEASURE_WORDS[measure].unit}
      </p>
    </>
  );
}

function Total({ label, value }: { label: string; value: string }) {
  return (
    <p className="flex justify-between gap-3 text-body font-semibold text-ink">
      <span>{label}</span>
      <span>{value}</span>
    </p>
  );
}

function Part({ part }: { part: ChangePart }) {
  const { label, note, value, kind, x, width } = part;
  return (
    <li>
      <p className="flex justify-between gap-3 text-table text-ink">
        <span>{label}</span>
        <span>{value}</span>
      </p>
      <svg width="100%" height="10" className="my-1 block" aria-hidden="true">
        <rect width="100%" height="10" className="fill-sunken" />
        <rect x={`${x}%`} width={`${width}%`} height="10" className={kind === "more" ? "fill-premium" : "fill-saving"} />
        <line x1="50%" x2="50%" y1="0" y2="10" className="stroke-line-strong" />
      </svg>
      <p className="text-caption text-subtle">{note}</p>
    </li>
  );
}

function Explained() {
  return (
    <Explain id="explain-change" title="Change from last period">
      <p>A higher WARC does not mean higher prices. Its change has three parts, and they add up to it exactly:</p>
      <p><strong className="text-ink">Mix</strong> = Σ (P now − P then) × C then. Calls moved to dearer or cheaper tiers.</p>
      <p><strong className="text-ink">Token mix</strong> = Σ P now × (the tokens of now at the prices of then − C then).</p>
      <p><strong className="text-ink">Price</strong> = Σ P now × (C now − the tokens of now at the prices of then).</p>
      <p>Tiers are pairs of a profile and an endpoint, pooled where the figures are of all profiles. Class by class, price step by price step, request fees included.</p>
    </Explain>
  );
}
