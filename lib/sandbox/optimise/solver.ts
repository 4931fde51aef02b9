import type { Tier } from "@/lib/core/profile";
import { solveClosedForm } from "../closed-form/solve";
import type { SandboxProfile } from "../scenario";
import { rulesOf } from "./field";
import type { Found } from "./found";
import { brokenBy } from "./found";
import type { Point, Question } from "./question";

/** Works out points by the closed form, each profile once: what is shown has the same figures as everywhere. */
export class Solver {
  private readonly known = new Map<string, Point | null>();

  constructor(private readonly question: Question) {}

  /** A point of a profile that was found; null where nothing is served, or something has no price. */
  pointOf(tiers: readonly Omit<Tier, "position">[]): Point | null {
    const { slug } = this.question.scenario.profile;
    return this.solve({ slug, name: "Found by the search", version: null, rules: rulesOf(this.question), tiers: tiers.map((tier, index) => ({ ...tier, position: index + 1 })) });
  }

  /** The profile as it serves now; null also where the scenario has no model of one of its endpoints. */
  currentPoint(): Point | null {
    const { profile, endpoints } = this.question.scenario;
    if (profile.tiers.length === 0 || !profile.tiers.every(({ endpoint }) => endpoints.has(endpoint.id))) return null;
    const point = this.solve(profile);
    return point && { ...point, profile };
  }

  private solve(profile: SandboxProfile): Point | null {
    const id = idOf(profile);
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const { effectiveUsdPerMillion, availability, firstTokenMs, monthlyUsd, attemptsPerCall } = solveClosedForm({ ...this.question.scenario, profile });
    const point = effectiveUsdPerMillion === null || monthlyUsd === null ? null : {
      id, profile, effectiveUsdPerMillion, availability, firstTokenP95Ms: firstTokenMs?.p95Ms ?? null, monthlyUsd, attemptsPerCall, breaks: [],
    };
    const judged = point && { ...point, breaks: brokenBy(this.judge(point), this.question.constraints) };
    this.known.set(id, judged);
    return judged;
  }

  private judge({ availability, firstTokenP95Ms, monthlyUsd, profile }: Point): Pick<Found, "standing" | "monthlyUsd" | "isInTime" | "tiers"> {
    const promised = this.question.constraints.firstTokenP95AtMostMs;
    return {
      standing: { cost: 0, unserved: 1 - availability, tiers: profile.tiers.length },
      monthlyUsd,
      isInTime: promised === null || firstTokenP95Ms === null ? null : firstTokenP95Ms <= promised,
      tiers: () => profile.tiers,
    };
  }
}

/** The strategy and the tiers: all in which the candidates of one question differ from each other and from the current profile. */
function idOf({ rules, tiers }: SandboxProfile): string {
  const ordered = tiers.map(({ endpoint, rules: { retries, caps, lastResort } }) => [endpoint.id, retries, ...Object.values(caps).map(String), lastResort].join(":"));
  return [rules.strategy, ...ordered].join(" ");
}
