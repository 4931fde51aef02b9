import type { ReactNode } from "react";
import type { CauseLook } from "./causes";

const SIZE = 6;

/** Colour never speaks alone: dots, cross, diagonal, dashes, plain. */
const DRAWINGS: Record<CauseLook, ReactNode> = {
  limit: <circle cx="3" cy="3" r="1.4" className="fill-surface" />,
  error: <path d="M0 3h6M3 0v6" className="stroke-surface" strokeWidth="1.2" />,
  timeout: <path d="M-1 5 5 -1M1 7 7 1" className="stroke-surface" strokeWidth="1.4" />,
  cut: <path d="M0 3h3.5" className="stroke-surface" strokeWidth="2" />,
  cancelled: null,
};

const COLOURS: Record<CauseLook, string> = {
  limit: "fill-cause-limit",
  error: "fill-cause-error",
  timeout: "fill-cause-timeout",
  cut: "fill-cause-cut",
  cancelled: "fill-cause-cancelled",
};

export function causeFill(look: CauseLook): string {
  return `url(#cause-${look})`;
}

/** Once on a page that draws causes. */
export function CausePatterns() {
  return (
    <svg width="0" height="0" aria-hidden="true" className="absolute">
      <defs>
        {(Object.keys(DRAWINGS) as CauseLook[]).map((look) => (
          <pattern key={look} id={`cause-${look}`} width={SIZE} height={SIZE} patternUnits="userSpaceOnUse">
            <rect width={SIZE} height={SIZE} className={COLOURS[look]} />
            {DRAWINGS[look]}
          </pattern>
        ))}
      </defs>
    </svg>
  );
}
