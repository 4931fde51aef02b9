import { isClientFault, type Cause } from "@/lib/core/outcome";
import { QUARTER_MS, type Range } from "@/lib/core/period";
import type { Db } from "@/lib/db";
import { sumsIn } from "./sums";

/** Quarter-hours of a failure domain: with attempts in them, and those in which at least half of ten or more failed. */
export type DownQuarters = { quarters: number; downQuarters: number; outages: number };

/** Attempts at one endpoint that ended in quarter-hours in which its domain was down. */
export type WhileDown = { endpointId: string; served: boolean; cause: string; attempts: number };

const LEAST_ATTEMPTS = 10;

type Seen = { attempts: number; failed: number };

/**
 * When failure domains were down, and how attempts ended meanwhile. The sums of quarter-hours say which may have been;
 * only of those are the causes read, since a call that the client left or got wrong says nothing of a provider.
 * @param domains by the endpoint's id
 */
export async function findDownTime(
  db: Db,
  { teamId, range }: { teamId: string; range: Range },
  domains: ReadonlyMap<string, string>,
): Promise<{ domains: Map<string, DownQuarters>; attempts: WhileDown[] }> {
  const seen = await readQuarters(db, teamId, range, domains);
  const suspects = [...new Set([...seen.values()].flatMap((quarters) => [...quarters].filter(([, each]) => isDown(each)).map(([at]) => at)))];
  const ended = await readEnded(db, teamId, suspects);
  const found = new Map<string, DownQuarters>();
  const attempts: WhileDown[] = [];
  for (const [domain, quarters] of seen) {
    const own = ended.filter(({ endpointId }) => domains.get(endpointId) === domain);
    const down = suspects.filter((at) => isDown(total(own.filter((row) => row.atMs === at))));
    attempts.push(...own.filter(({ atMs }) => down.includes(atMs)));
    found.set(domain, { quarters: quarters.size, downQuarters: down.length, outages: countRuns(down) });
  }
  return { domains: found, attempts };
}

function isDown({ attempts, failed }: Seen): boolean {
  return attempts >= LEAST_ATTEMPTS && failed * 2 >= attempts;
}

function total(rows: readonly WhileDown[]): Seen {
  const sum = (some: readonly WhileDown[]) => some.reduce((all, row) => all + row.attempts, 0);
  return { attempts: sum(rows), failed: sum(rows.filter(({ served }) => !served)) };
}

/** By domain and quarter-hour, all that was not served as failed: no fewer than really did. */
async function readQuarters(db: Db, teamId: string, { from, to }: Range, domains: ReadonlyMap<string, string>): Promise<Map<string, Map<number, Seen>>> {
  const rows = await db.$queryRaw<{ at: Date; endpointId: string; attempts: string; served: string }[]>`
    SELECT r.bucket AS at, r.endpoint_id::text AS "endpointId", sum(r.attempts)::text AS attempts, sum(r.served)::text AS served
    FROM ${sumsIn("endpoint_sums", teamId, [{ unit: "quarter", from, to }], null)}
    GROUP BY 1, 2`;
  const byDomain = new Map<string, Map<number, Seen>>();
  for (const { at, endpointId, attempts, served } of rows) {
    const domain = domains.get(endpointId);
    if (domain === undefined) continue;
    const quarters = byDomain.get(domain) ?? new Map<number, Seen>();
    const known = quarters.get(at.getTime()) ?? { attempts: 0, failed: 0 };
    quarters.set(at.getTime(), { attempts: known.attempts + Number(attempts), failed: known.failed + Number(attempts) - Number(served) });
    byDomain.set(domain, quarters);
  }
  return byDomain;
}

async function readEnded(db: Db, teamId: string, quarters: readonly number[]): Promise<(WhileDown & { atMs: number })[]> {
  if (quarters.length === 0) return [];
  const rows = await db.$queryRaw<{ at: Date; endpointId: string; outcome: string; cause: string; attempts: string }[]>`
    SELECT r.bucket AS at, r.endpoint_id::text AS "endpointId", r.outcome, r.cause, sum(r.attempts)::text AS attempts
    FROM unnest(${quarters.map((at) => new Date(at).toISOString())}::timestamptz[]) AS quarter (at)
    CROSS JOIN LATERAL (
      SELECT * FROM attempt_rollups s WHERE s.team_id = ${teamId}::uuid AND s.bucket = quarter.at OFFSET 0
    ) r
    WHERE r.outcome <> 'aborted'
    GROUP BY 1, 2, 3, 4`;
  return rows
    .filter(({ cause }) => !isClientFault(cause === "" ? null : (cause as Cause)))
    .map(({ at, endpointId, outcome, cause, attempts }) => ({ atMs: at.getTime(), endpointId, served: outcome === "served", cause, attempts: Number(attempts) }));
}

/** Quarter-hours on end are one outage. */
function countRuns(quarters: readonly number[]): number {
  const ascending = [...quarters].sort((a, b) => a - b);
  return ascending.filter((at, index) => index === 0 || at - (ascending[index - 1] ?? 0) > QUARTER_MS).length;
}
