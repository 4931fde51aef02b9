import type { Paper, PaperBlock, PaperSection } from "@/lib/core/paper";
import { Figure } from "../figure";
import { Caveat } from "../notice";
import { Panel } from "../panel";
import { DayColumns, FigureLink, StepBars } from "./paper-charts";
import { type HrefOf, ReportTable } from "./paper-table";

/** A month's report on screen: the same words and figures, in the same order, as on paper. */
export function PaperView({ paper, hrefOf }: { paper: Paper; hrefOf: HrefOf }) {
  return (
    <div className="grid grid-cols-1 gap-4">
      {paper.warnings.length === 0 ? null : <Caveat label="Not final">{paper.warnings.join(" ")}</Caveat>}
      <Cover paper={paper} hrefOf={hrefOf} />
      {paper.sections.map((section) => <Section key={section.key} section={section} hrefOf={hrefOf} />)}
    </div>
  );
}

function Cover({ paper: { figures, notes, facts }, hrefOf }: { paper: Paper; hrefOf: HrefOf }) {
  return (
    <Panel title="At a glance">
      <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2 xl:grid-cols-5">
        {figures.map(({ label, value, exact, note, tone, link }) => (
          <Figure key={label} label={label} value={value} exact={exact} {...(tone && { tone })}>
            <span className="text-table text-muted">{note}</span>
            {link ? <p className="mt-1"><FigureLink href={hrefOf(link)}>Show the calls</FigureLink></p> : null}
          </Figure>
        ))}
      </div>
      <ul className="mt-4 grid gap-1 border-t border-line pt-3 text-table text-muted">{notes.map((note) => <li key={note}>{note}</li>)}</ul>
      <dl className="mt-4 grid gap-x-6 gap-y-1 border-t border-line pt-3 text-table sm:grid-cols-[8rem_1fr]">
        {facts.map(({ term, value }) => (
          <div key={term} className="contents"><dt className="text-subtle">{term}</dt><dd className="min-w-0 break-words text-ink">{value}</dd></div>
        ))}
      </dl>
    </Panel>
  );
}

function Section({ section: { title, lead, blocks }, hrefOf }: { section: PaperSection; hrefOf: HrefOf }) {
  const [only] = blocks;
  if (blocks.length === 1 && only) return <Panel title={title} subtitle={lead}><Block block={only} hrefOf={hrefOf} /></Panel>;
  return (
    <section aria-label={title} className="mt-2 grid grid-cols-1 gap-4 xl:grid-cols-2">
      <div className="xl:col-span-2">
        <h2 className="text-section font-semibold text-ink">{title}</h2>
        <p className="text-table text-subtle">{lead}</p>
      </div>
      {blocks.map((block) => (
        <Panel key={block.title} title={block.title ?? title} className={isWide(block) ? "xl:col-span-2" : ""}><Block block={block} hrefOf={hrefOf} /></Panel>
      ))}
    </section>
  );
}

/** Many columns, or few with long heads: half of the page would hide the last of them. */
function isWide(block: PaperBlock): boolean {
  return block.kind === "table" && (block.columns.length > 6 || block.columns.some(({ head }) => head.length > 18));
}

function Block({ block, hrefOf }: { block: PaperBlock; hrefOf: HrefOf }) {
  switch (block.kind) {
    case "table":
      return <ReportTable table={block} hrefOf={hrefOf} />;
    case "columns":
      return <DayColumns chart={block} hrefOf={hrefOf} />;
    case "steps":
      return <StepBars steps={block} />;
    case "text":
      return <Prose {...block} />;
  }
}

function Prose({ paragraphs, isNumbered }: { paragraphs: readonly string[]; isNumbered: boolean }) {
  const items = paragraphs.map((text) => <li key={text}>{text}</li>);
  return isNumbered ? <ol className="grid max-w-prose list-decimal gap-2 pl-5 text-body text-muted">{items}</ol> : <ul className="grid max-w-prose gap-2 text-body text-muted">{items}</ul>;
}
