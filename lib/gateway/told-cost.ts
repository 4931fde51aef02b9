import type { ClassAmounts } from "@/lib/ledger/record";
import type { AttemptRecord } from "@/lib/ledger/record";
import type { ToldCost } from "@/lib/wire/cost";

/** What the client is told of the cost: the same amounts that the ledger keeps. */
export function toldCost(attempts: AttemptRecord[]): ToldCost {
  const served = attempts.find((attempt) => attempt.outcome === "served") ?? null;
  const others = attempts.filter((attempt) => attempt !== served);
  return {
    servedPico: served?.costPico ?? null,
    failedPico: others.reduce((sum, attempt) => sum + (attempt.costPico ?? 0n), 0n),
    unknownAttempts: attempts.filter((attempt) => attempt.costPico === null).length,
    promptPico: sumClasses(served?.classes, ["input", "cachedInput", "cacheWrite5m", "cacheWrite1h", "perRequest"]),
    completionPico: sumClasses(served?.classes, ["output", "reasoning"]),
    estimated: attempts.some((attempt) => attempt.basis === "estimated"),
  };
}

function sumClasses(classes: ClassAmounts | null | undefined, names: (keyof ClassAmounts)[]): bigint | null {
  return classes ? names.reduce((sum, name) => sum + classes[name].costPico, 0n) : null;
}
