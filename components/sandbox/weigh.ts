import { estimate } from "@/lib/sandbox/estimate";
import { findInfluences } from "@/lib/sandbox/influences";
import type { Weighed, WeighMessage } from "./worker-messages";

/** As many as make an interval steady to two digits. */
const DRAWS = 200;

/** What ranges and records leave open, and what matters most. */
export function* weigh({ questions, selected }: Omit<WeighMessage, "type">): Generator<never, Weighed> {
  const spans = questions.map((question) => {
    const estimated = estimate({ ...question, draws: DRAWS });
    return "result" in estimated ? estimated.result.intervals : null;
  });
  const chosen = questions[selected];
  const found = chosen && findInfluences(chosen);
  return { spans, influences: found && "influences" in found ? found : null };
}
