import type { VerdictFigure } from "./prepare-verdict";
import { prepareVerdict } from "./prepare-verdict";
import type { ShownProfile } from "./shown-profile";

type VerdictProps = {
  current: ShownProfile;
  candidate: ShownProfile;
  /** Why no verdict may be given, in a sentence; null when it may. */
  withheld: string | null;
};

const TONES = { plain: "text-ink", saving: "text-saving", premium: "text-premium" };

/** A candidate against the profile in force: cost never without availability. */
export function Verdict({ current, candidate, withheld }: VerdictProps) {
  const verdict = prepareVerdict(current, candidate, withheld);
  return (
    <section aria-label={`${candidate.name} against ${current.name}`} className="rounded-card border border-line bg-surface px-4 py-3">
      <p className="text-section font-semibold text-ink">{verdict.headline}</p>
      {verdict.withheld ? <p className="text-table text-muted">{verdict.withheld}</p> : null}
      <dl className="mt-2 grid grid-cols-2 gap-x-6 gap-y-3 lg:grid-cols-4">
        {verdict.figures.map((figure) => <Change key={figure.key} figure={figure} isJudged={verdict.withheld === null} />)}
      </dl>
    </section>
  );
}

function Change({ figure: { label, before, after, change, word, tone }, isJudged }: { figure: VerdictFigure; isJudged: boolean }) {
  return (
    <div className="min-w-0">
      <dt className="text-table text-muted">{label}</dt>
      <dd>
        <span className="block text-body text-ink">
          <span className="text-muted">{before}</span>
          <span aria-hidden="true"> → </span>
          <span className="sr-only"> becomes </span>
          <span className="font-semibold">{after}</span>
        </span>
        <span className={`block text-table ${isJudged ? TONES[tone] : "text-muted"}`}>
          {change}
          {isJudged && word ? `, ${word}` : ""}
        </span>
      </dd>
    </div>
  );
}
