import { CausePatterns } from "../../cause-patterns";

/** Colour never speaks alone. Once on a page that draws results. */
export function ResultPatterns() {
  return (
    <>
      <CausePatterns />
      <svg width="0" height="0" aria-hidden="true" className="absolute">
        <defs>
          <pattern id="waste-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" y1="0" x2="0" y2="6" strokeWidth="4" className="stroke-waste" />
          </pattern>
          <pattern id="result-unserved" width="6" height="6" patternUnits="userSpaceOnUse">
            <rect width="6" height="6" className="fill-cause-error" />
            <path d="M0 3h6M3 0v6" strokeWidth="1.2" className="stroke-surface" />
          </pattern>
          <pattern id="result-trouble" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
            <line x1="0" y1="0" x2="0" y2="8" strokeWidth="2" className="stroke-warning-line" />
          </pattern>
        </defs>
      </svg>
    </>
  );
}
