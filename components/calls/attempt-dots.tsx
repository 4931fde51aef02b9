import type { Cause, Outcome } from "@/lib/core/outcome";
import { causeName } from "../causes";
import { tierFill } from "../tier-colour";

export type AttemptDot = { tier: number; endpoint: string; outcome: Outcome; cause: Cause | null };

const STEP = 14;

/** One mark per attempt, in order: a filled dot served, a cross failed, a ring was aborted. */
export function AttemptDots({ attempts }: { attempts: readonly AttemptDot[] }) {
  const words = attempts.map(describe).join(", then ");
  return (
    <svg width={Math.max(1, attempts.length) * STEP} height="14" role="img" aria-label={words || "No attempt"}>
      <title>{words || "No attempt"}</title>
      {attempts.map(({ tier, outcome }, index) => {
        const x = index * STEP + 7;
        if (outcome === "served") return <circle key={index} cx={x} cy="7" r="4.5" className={tierFill(tier - 1)} />;
        if (outcome === "aborted") {
          return <circle key={index} cx={x} cy="7" r="3.5" fill="none" strokeWidth="2" className="stroke-cause-cancelled" />;
        }
        return <path key={index} d={`M${x - 3} 4l6 6m0-6-6 6`} strokeWidth="2" strokeLinecap="round" className="stroke-danger" />;
      })}
    </svg>
  );
}

function describe({ tier, endpoint, outcome, cause }: AttemptDot): string {
  const how = outcome === "failed" && cause ? `failed (${causeName(cause).toLowerCase()})` : outcome;
  return `tier ${tier} ${endpoint} ${how}`;
}
