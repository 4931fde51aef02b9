import { parseUsd, type Pico } from "./money";
import type { Candidate, Plan, PlanEntry } from "./plan";

/**
 * The plan without the candidates that a budget does not allow, each with the reason; the others keep their order.
 * @param reasonOf null keeps a candidate
 */
export function narrowPlan(plan: Plan, reasonOf: (candidate: Candidate) => string | null): Plan {
  const reasons = new Map<string, string>();
  for (const candidate of plan.candidates) {
    const reason = reasonOf(candidate);
    if (reason !== null) reasons.set(candidate.endpoint.name, reason);
  }
  if (reasons.size === 0) return plan;
  const candidates = plan.candidates.filter(({ endpoint }) => !reasons.has(endpoint.name));
  return {
    ...plan,
    candidates: candidates.map((candidate, index) => ({ ...candidate, position: index + 1 })),
    entries: plan.entries.map((entry) => {
      const reason = entry.kept ? reasons.get(entry.endpoint) : undefined;
      return reason === undefined ? entry : { ...entry, kept: false, drop: "budget" as const, reason };
    }),
  };
}

/**
 * Who is left of a plan once only cheaper tiers may serve: those whose expected cost for this call is below tier 1's; if
 * there is none, whoever is cheapest. One whose cost is not known is not known to be cheaper. null where no cost is
 * known: then nobody can be told apart.
 * @returns names of endpoints
 */
export function listCheaper({ entries }: Plan): Set<string> | null {
  const first = entries.find(({ tier }) => tier === 1);
  const most = first ? costOf(first) : null;
  const priced = entries.flatMap((entry) => {
    const pico = entry.kept ? costOf(entry) : null;
    return pico === null ? [] : [{ name: entry.endpoint, pico }];
  });
  const [cheapest] = [...priced].sort((a, b) => (a.pico < b.pico ? -1 : a.pico > b.pico ? 1 : 0));
  if (!cheapest) return null;
  const cheaper = most === null ? [] : priced.filter(({ pico }) => pico < most);
  return new Set((cheaper.length > 0 ? cheaper : [cheapest]).map(({ name }) => name));
}

function costOf({ expectedCostUsd }: PlanEntry): Pico | null {
  return expectedCostUsd === null ? null : parseUsd(expectedCostUsd);
}
