import { prepareVerdict, type VerdictFigure, type VerdictQuestion } from "./prepare-verdict";

const TONES = { plain: "text-muted", saving: "text-saving", premium: "text-premium" };
/** What a phone has no room for stands in the table below. */
const NOT_ON_PHONES = new Set<VerdictFigure["key"]>(["effective", "firstToken"]);

type FiguresStripProps = { question: VerdictQuestion; /** Who computed it, and how far that is. */ status: string };

/** The verdict and the figures that it rests on: stays in view while inputs move. */
export function FiguresStrip({ question, status }: FiguresStripProps) {
  const { headline, withheld, figures } = prepareVerdict(question);
  return (
    <section aria-label="Verdict" className="rounded-card border border-line bg-surface px-4 py-2.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="min-w-0 text-body font-semibold text-ink max-sm:line-clamp-2">{headline}</p>
        <p className="text-caption text-subtle max-sm:hidden">{status}</p>
      </div>
      {withheld ? <p className="text-caption text-muted max-sm:line-clamp-2">{withheld}</p> : null}
      <dl className="mt-1.5 grid grid-cols-3 gap-x-4 sm:grid-cols-5">
        {figures.map((figure) => <Figure key={figure.key} figure={figure} isJudged={withheld === null} />)}
      </dl>
    </section>
  );
}

function Figure({ figure: { key, label, before, after, change, interval, word, tone }, isJudged }: { figure: VerdictFigure; isJudged: boolean }) {
  const told = [change, isJudged ? word : null].filter((part) => part !== null).join(", ");
  return (
    <div className={`min-w-0 ${NOT_ON_PHONES.has(key) ? "max-sm:hidden" : ""}`}>
      <dt className="truncate text-caption text-muted" title={label}>{label}</dt>
      <dd>
        <span className="block text-body font-semibold text-ink sm:text-section">{after}</span>
        {before === null || before === after ? null : <span className="block text-caption text-subtle">from {before}</span>}
        {told === "" ? null : <span className={`block text-caption max-sm:hidden ${isJudged ? TONES[tone] : "text-muted"}`}>{told}</span>}
        {interval ? <span className="block text-caption text-subtle max-sm:hidden">95%: {interval}</span> : null}
      </dd>
    </div>
  );
}
