import type { AttemptRecord, ClassAmounts } from "@/lib/ledger/record";
import type { ToldCost } from "@/lib/wire/cost";

/** What the client is told of the cost: the same amounts that the ledger keeps. */
export function toldCost(attempts: AttemptRecord[]): ToldCost {
  const served = attempts.find((attempt) => attempt.outcome === "served") ?? null;
  const others = attempts.filter((attempt) => attempt !== served);
  return {
    served: served?.costPico != null && served.classes ? splitServed(served.costPico, served.classes) : null,
    failedPico: others.reduce((sum, attempt) => sum + (attempt.costPico ?? 0n), 0n),
    unknownAttempts: attempts.filter((attempt) => attempt.costPico === null).length,
    estimated: attempts.some((attempt) => attempt.basis === "estimated"),
  };
}

/** What is neither output nor reasoning was asked for by the prompt, the request fee included. */
function splitServed(pico: bigint, { output, reasoning }: ClassAmounts): ToldCost["served"] {
  const completionPico = output.costPico + reasoning.costPico;
  return { pico, promptPico: pico - completionPico, completionPico };
}
