import { type Cause, isClientFault } from "@/lib/core/outcome";
import { middleOfBucket, parseHistogram, type Histogram } from "@/lib/core/log-bucket";
import type { Range } from "@/lib/core/period";
import type { UnitClass } from "@/lib/core/usage";
import type { Db } from "@/lib/db";
import { type AttemptSum, listAttemptSums } from "./attempt-sums";
import { listDaysAndQuarters } from "./day-rollups";
import { sumsIn } from "./sums";

/** How attempts at one endpoint ended; those whose client left, or was at fault, are not among them. */
export type AttemptHistory = {
  endpointId: string;
  attempts: number;
  served: number;
  /** `billedShare`: of what a served attempt costs there; null where no amount is known. */
  failures: { cause: Cause; count: number; billedShare: number | null }[];
};

/** What the served attempts of a profile read and wrote, by class: of those of known cost, since sums have no other units. */
export type ServedUnits = { attempts: number; units: Record<UnitClass, number> };

const UNITS = ["input", "cachedInput", "cacheWrite5m", "cacheWrite1h", "output", "reasoning"] as const satisfies readonly UnitClass[];

/** All attempts of a team by endpoint, and what those served that belong to one of its profiles. */
export async function listAttemptHistories(db: Db, teamId: string, range: Range, profileId: string | null): Promise<{ endpoints: AttemptHistory[]; served: ServedUnits }> {
  const sums = await listAttemptSums(db, { teamId, range, zone: "UTC", versionIds: null });
  const telling = sums.filter(({ outcome, cause }) => outcome !== "aborted" && !isClientFault(cause === "" ? null : (cause as Cause)));
  const ids = [...new Set(telling.map(({ endpointId }) => endpointId))];
  return {
    endpoints: ids.map((id) => historyOf(id, telling.filter(({ endpointId }) => endpointId === id))),
    served: servedUnits(sums.filter((sum) => sum.outcome === "served" && sum.basis !== "unknown" && sum.profileId === profileId)),
  };
}

function historyOf(endpointId: string, sums: readonly AttemptSum[]): AttemptHistory {
  const served = sums.filter(({ outcome }) => outcome === "served");
  const usual = meanCost(served);
  const causes = [...new Set(sums.flatMap(({ outcome, cause }) => (outcome === "failed" ? cause : [])))].sort();
  return {
    endpointId,
    attempts: count(sums),
    served: count(served),
    failures: causes.map((cause) => {
      const own = sums.filter((sum) => sum.outcome === "failed" && sum.cause === cause);
      const cost = meanCost(own);
      const billedShare = cost === null || usual === null || usual === 0 ? null : Math.min(1, cost / usual);
      return { cause: cause as Cause, count: count(own), billedShare };
    }),
  };
}

function count(sums: readonly AttemptSum[]): number {
  return sums.reduce((all, { attempts }) => all + attempts, 0);
}

/** Of known costs, in pico-USD; for proportions alone. */
function meanCost(sums: readonly AttemptSum[]): number | null {
  const known = sums.filter(({ basis }) => basis !== "unknown");
  const attempts = count(known);
  return attempts === 0 ? null : Number(known.reduce((all, { costPico }) => all + costPico, 0n)) / attempts;
}

function servedUnits(sums: readonly AttemptSum[]): ServedUnits {
  const unitsOf = (name: UnitClass) => Number(sums.reduce((all, { classes }) => all + classes[name].units, 0n));
  return { attempts: count(sums), units: Object.fromEntries(UNITS.map((name) => [name, unitsOf(name)])) as Record<UnitClass, number> };
}

/** As many equally likely values as stand for a histogram. */
const VALUES = 64;

/** By the name of the endpoint, ascending; null where there was none. */
export type EndpointTimes = { firstTokenMs: number[] | null; wholeMs: number[] | null };

/**
 * How long calls took that an endpoint served as tier 1, where nobody was asked before it; of one that never was tier 1,
 * how long they took with those before it.
 */
export async function listEndpointTimes(db: Db, teamId: string, range: Range): Promise<Map<string, EndpointTimes>> {
  const rows = await db.$queryRaw<{ endpoint: string; isFirst: boolean; first: string; total: string }[]>`
    SELECT r.served_endpoint AS endpoint, r.served_tier = 1 AS "isFirst", sum(r.first_token_ms)::text AS first, sum(r.total_ms)::text AS total
    FROM ${sumsIn("latency_rollups", teamId, listDaysAndQuarters(range, []), null)}
    WHERE r.outcome = 'served'
    GROUP BY 1, 2`;
  const times = new Map<string, EndpointTimes>();
  for (const row of [...rows].sort((a, b) => Number(a.isFirst) - Number(b.isFirst))) {
    times.set(row.endpoint, { firstTokenMs: likelyValues(parseHistogram(row.first)), wholeMs: likelyValues(parseHistogram(row.total)) });
  }
  return times;
}

/** The middles of as many equal parts of a histogram. */
export function likelyValues(histogram: Histogram): number[] | null {
  const buckets = [...histogram].sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, each]) => sum + Number(each), 0);
  if (total === 0) return null;
  const values: number[] = [];
  let below = 0;
  for (const [bucket, each] of buckets) {
    below += Number(each);
    while (values.length < VALUES && (values.length + 0.5) / VALUES <= below / total) values.push(middleOfBucket(bucket));
  }
  return values;
}
