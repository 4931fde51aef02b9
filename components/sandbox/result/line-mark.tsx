import type { TimelineLine } from "./prepare-tier-timeline";

/** Tiers' lines differ by dashes as well as by colour. */
const STROKES = ["stroke-tier-1", "stroke-tier-2", "stroke-tier-3", "stroke-tier-4"] as const;
const DASHES = ["none", "7 3", "2 3", "8 3 2 3"] as const;

/** @param rank from 0 */
export function lineLook(rank: number): { className: string; strokeDasharray: string } {
  const index = Math.min(rank, STROKES.length - 1);
  return { className: STROKES[index] ?? STROKES[3], strokeDasharray: DASHES[index] ?? DASHES[3] };
}

/** A tier's line as a legend shows it. */
export function LineMark({ rank }: { rank: number }) {
  return <line x1="14" x2="28" y1="6" y2="6" strokeWidth="2" {...lineLook(rank)} />;
}

/** Lines in percent of the plot that they are drawn in; their width stays what it is however wide the plot. */
export function TimelineLines({ lines }: { lines: readonly TimelineLine[] }) {
  return (
    <svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none" className="overflow-visible">
      {lines.map(({ key, rank, pieces }) =>
        pieces.map((points) => (
          <polyline key={`${key} ${points.slice(0, 12)}`} points={points} fill="none" strokeWidth="2" vectorEffect="non-scaling-stroke" {...lineLook(rank)} />
        )),
      )}
    </svg>
  );
}
