import type { Progress } from "@/lib/sandbox/optimise/question";
import { PLAIN_BUTTON } from "../../button-styles";
import { formatCount } from "../../counts";

/** How far a search is, and the way out of it. */
export function RunProgress({ progress, cancel }: { progress: Progress | null; cancel: () => void }) {
  const percent = progress ? Math.floor((100 * progress.done) / Math.max(1, progress.of)) : 0;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <div role="progressbar" aria-label="Search" aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} className="h-2 min-w-40 flex-1 overflow-hidden rounded bg-sunken">
        <svg width="100%" height="8" aria-hidden="true" className="block"><rect width={`${percent}%`} height="8" className="fill-brand" /></svg>
      </div>
      <span className="text-table text-muted">{progress ? `${formatCount(progress.done)} of ${formatCount(progress.of)} combinations` : "Starting"}</span>
      <button type="button" onClick={cancel} className={PLAIN_BUTTON}>Cancel</button>
    </div>
  );
}
