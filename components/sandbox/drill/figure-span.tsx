import type { FigureRow } from "./prepare-drill";

/** The predicted span as a bar with its middle, and the real figure as a diamond. The table beside it says the same. */
export function FigureSpan({ drawing, isOutside }: { drawing: FigureRow["drawing"]; isOutside: boolean }) {
  if (!drawing) return null;
  const { low, high, middle, real } = drawing;
  return (
    <svg width="100%" height="20" aria-hidden="true" className="overflow-visible">
      <line x1="0" x2="100%" y1="10" y2="10" className="stroke-line" />
      <rect x={`${low}%`} y="6" width={`${Math.max(high - low, 1)}%`} height="8" rx="2" className="fill-tier-4" opacity="0.5" />
      <line x1={`${middle}%`} x2={`${middle}%`} y1="4" y2="16" strokeWidth="2" className="stroke-tier-4" />
      {real === null ? null : (
        <svg x={`${real}%`} y="10" className="overflow-visible">
          <path d="M0-6 6 0 0 6-6 0z" className={isOutside ? "fill-warning-line stroke-surface" : "fill-tier-1 stroke-surface"} />
        </svg>
      )}
    </svg>
  );
}
