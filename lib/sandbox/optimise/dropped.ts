import { brokenBy, type Found } from "./found";
import { compareStandings, dominates } from "./front";
import { without } from "./impossible";
import type { Constraints, Dropped, Point } from "./question";

/** So many are told, and each is solved for its figures. */
const TOLD = 24;

/**
 * For each combination of endpoints that is not on the front its cheapest profile, and why it is not: by the constraints
 * that it breaks (but for availability, which is the front's axis), else by the dearest point of the front that is
 * still no dearer and no less available.
 */
export function listDropped(found: readonly Found[], front: readonly Point[], constraints: Constraints, solve: (found: Found) => Point | null): { dropped: Dropped[]; droppedBeyond: number } {
  const shown = new Set(front.map(({ profile }) => keyOf(profile.tiers)));
  const best = new Map<string, Found>();
  for (const each of found) {
    if (each.standing.cost === Infinity) continue;
    const key = keyOf(each.tiers());
    const known = best.get(key);
    if (!shown.has(key) && (!known || compareStandings(each.standing, known.standing) < 0)) best.set(key, each);
  }
  const sorted = [...best.values()].sort((a, b) => compareStandings(a.standing, b.standing));
  const dropped = sorted.slice(0, TOLD).flatMap((each): Dropped[] => {
    const point = solve(each);
    const why = point && reasonOf(point, brokenBy(each, without("availability", constraints)), front);
    return point && why ? [{ point, why }] : [];
  });
  return { dropped, droppedBeyond: Math.max(0, sorted.length - TOLD) };
}

function reasonOf(point: Point, broken: Dropped["point"]["breaks"], front: readonly Point[]): Dropped["why"] | null {
  const own = { cost: point.effectiveUsdPerMillion, unserved: 1 - point.availability, tiers: point.profile.tiers.length };
  const by = front.findLast((other) => dominates({ cost: other.effectiveUsdPerMillion, unserved: 1 - other.availability, tiers: other.profile.tiers.length }, own));
  if (broken.length > 0) return { kind: "breaks", constraints: broken };
  return by ? { kind: "dominated", by } : null;
}

/** The endpoints, in whatever order. */
function keyOf(tiers: readonly { endpoint: { id: string } }[]): string {
  return tiers.map(({ endpoint }) => endpoint.id).sort().join(" ");
}
