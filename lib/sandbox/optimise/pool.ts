import { brokenBy, type Found } from "./found";
import { compareStandings, frontOf } from "./front";
import { namesOf } from "./impossible";
import type { Constraints, Point } from "./question";
import type { Solver } from "./solver";

/** Who may be off from the closed form by more than rounding was judged by chances that did not hold. */
const SAME_SHARE = 1e-6;

/** What a search has found, from which fronts are drawn under one set of constraints and another. */
export class Pool {
  /** Whether the closed form says of all that was shown what the search did. */
  agrees = true;
  private readonly late = new Set<Found>();

  constructor(private readonly found: readonly Found[], private readonly asked: Constraints, private readonly solver: Solver) {}

  /** Those that serve any call at all. */
  serving(): Found[] {
    return this.found.filter(({ standing }) => standing.cost < Infinity);
  }

  /** Ascending in cost. Whom the closed form, looking closer, finds too late makes room for the next best. */
  frontUnder(constraints: Constraints): Point[] {
    for (;;) {
      const front = frontOf(this.keeping(constraints), ({ standing }) => standing);
      if (front.every((found) => this.holds(found, constraints))) return front.flatMap((found) => this.solver.pointOf(found.tiers()) ?? []);
    }
  }

  cheapestUnder(constraints: Constraints): Point | null {
    for (;;) {
      const found = this.keeping(constraints).reduce<Found | null>((best, each) => (best && compareStandings(best.standing, each.standing) <= 0 ? best : each), null);
      if (!found) return null;
      if (this.holds(found, constraints)) return this.solver.pointOf(found.tiers());
    }
  }

  private keeping(constraints: Constraints): Found[] {
    return this.serving().filter((found) => brokenBy(found, constraints).length === 0 && !(constraints.firstTokenP95AtMostMs !== null && this.late.has(found)));
  }

  /** Only times are so rough that the closed form may say otherwise; by whatever else it differs, the search was no proof. */
  private holds(found: Found, constraints: Constraints): boolean {
    const point = this.solver.pointOf(found.tiers());
    if (!point) throw new Error("What was found serves calls, and all of it has a price");
    if (Math.abs(1 - point.availability - found.standing.unserved) > SAME_SHARE) this.agrees = false;
    const isLate = point.breaks.includes("firstTokenP95") && namesOf(constraints).includes("firstTokenP95") && namesOf(this.asked).includes("firstTokenP95");
    if (isLate) this.late.add(found);
    return !isLate;
  }
}
