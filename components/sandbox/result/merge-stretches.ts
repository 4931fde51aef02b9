import type { Stretch, Timeline } from "@/lib/sandbox/result";

/** A timeline of at most `most` stretches: as many beside each other become one as it takes. */
export function mergeStretches({ stretchMinutes, stretches }: Timeline, most: number): Timeline {
  const size = Math.max(1, Math.ceil(stretches.length / most));
  const groups = Array.from({ length: Math.ceil(stretches.length / size) }, (_, index) => stretches.slice(index * size, (index + 1) * size));
  return { stretchMinutes: stretchMinutes * size, stretches: groups.map(mergeGroup) };
}

/** Calls and spend add up; of the part of a limit in use, the largest counts. */
function mergeGroup(group: readonly Stretch[]): Stretch {
  const [first, ...rest] = group as [Stretch, ...Stretch[]];
  return rest.reduce<Stretch>(
    (sum, stretch) => ({
      calls: sum.calls + stretch.calls,
      served: sum.served.map((count, tier) => count + (stretch.served[tier] ?? 0)),
      unserved: sum.unserved + stretch.unserved,
      spendUsd: sum.spendUsd + stretch.spendUsd,
      limitUse: sum.limitUse.map((use, tier) => larger(use, stretch.limitUse[tier] ?? null)),
    }),
    first,
  );
}

function larger(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}
