import type { ContributionBar as Bar } from "./prepare-contributions";
import { tierFill } from "../tier-colour";

const HEIGHT = 28;

/** Where bars stand among each other, one of them brings the hatch. */
type ContributionBarProps = { bar: Bar; summary: string; bringsHatch?: boolean };

/** One bar: its coloured length is WARC, the tick is the primary cost, the hatched tail is waste. */
export function ContributionBar({ bar, summary, bringsHatch = true }: ContributionBarProps) {
  const { segments, primaryX, waste } = bar;
  return (
    <svg width="100%" height={HEIGHT + 8} role="img" aria-label={summary} className="block overflow-visible">
      {bringsHatch ? (
        <defs>
          <pattern id="waste-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" y1="0" x2="0" y2="6" strokeWidth="4" className="stroke-waste" />
          </pattern>
        </defs>
      ) : null}
      {waste ? (
        <rect x={`${waste.x}%`} y="4" width={`${waste.width}%`} height={HEIGHT} fill="url(#waste-hatch)" />
      ) : null}
      {segments.map(({ key, rank, x, width }) => (
        <rect
          key={key}
          x={`${x}%`}
          y="4"
          width={`${width}%`}
          height={HEIGHT}
          strokeWidth="1"
          className={`stroke-surface ${tierFill(rank)}`}
        />
      ))}
      {waste ? (
        <line x1={`${waste.x}%`} x2={`${waste.x}%`} y1="4" y2={HEIGHT + 4} strokeWidth="4" className="stroke-surface" />
      ) : null}
      {primaryX === null ? null : (
        <g>
          <line x1={`${primaryX}%`} x2={`${primaryX}%`} y1="0" y2={HEIGHT + 8} strokeWidth="5" className="stroke-surface" />
          <line x1={`${primaryX}%`} x2={`${primaryX}%`} y1="0" y2={HEIGHT + 8} strokeWidth="2" className="stroke-premium" />
        </g>
      )}
    </svg>
  );
}
