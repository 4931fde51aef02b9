import type { Cause, Outcome } from "@/lib/core/outcome";
import { causeName } from "../causes";

type OutcomeMarkProps = { outcome: Outcome; cause: Cause | null; rescued: boolean };

/** How a call ended, in words. */
export function OutcomeMark({ outcome, cause, rescued }: OutcomeMarkProps) {
  if (outcome === "served") {
    return <span className={rescued ? "font-medium text-saving" : "text-muted"}>{rescued ? "Rescued" : "Served"}</span>;
  }
  if (outcome === "aborted") return <span className="text-muted">Client left</span>;
  return <span className="font-medium text-danger">{cause ? causeName(cause) : "Failed"}</span>;
}
