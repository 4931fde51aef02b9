import type { SimulationResult } from "@/lib/sandbox/result";
import { CheckIcon } from "../../icons";
import { describeEngine } from "./describe-engine";

type EngineLineProps = { result: SimulationResult; seed: number; exact?: SimulationResult | null };

/** Who computed the figures, of how much, and how sure they are. */
export function EngineLine({ result, seed, exact = null }: EngineLineProps) {
  const line = describeEngine(result, seed, exact);
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-0.5 text-caption text-subtle">
      <span>{line.how}.</span>
      {line.end ? <span className="font-medium text-warning">{line.end}.</span> : null}
      {line.sure ? <span>{line.sure}.</span> : null}
      {line.exact ? (
        <span className={`flex items-center gap-1 ${line.exact.isMatched ? "text-ink" : ""}`}>
          {line.exact.isMatched ? <CheckIcon className="size-3.5" /> : null}
          <span className="first-letter:uppercase">{line.exact.text}.</span>
        </span>
      ) : null}
    </p>
  );
}
