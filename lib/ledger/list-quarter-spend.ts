import type { BudgetScope } from "@/lib/core/budget";
import { uuidv7Floor } from "@/lib/core/uuidv7";
import type { Transaction } from "@/lib/db";

/** Whose spend is asked for. */
export type Spender = {
  id: string;
  teamId: string;
  scope: BudgetScope;
  /** A profile's, key's or user's id, or `name=value`. */
  subject: string;
};

/** Spend by the quarter-hour of its calls' start, some of them more than once; a spender's id leads to its own. */
export type QuarterSpend = Map<string, [quarterMs: number, pico: bigint][]>;

type Row = { id: string; bucket: Date; pico: string };

/**
 * What spenders have spent since a quarter-hour, each from the smallest sums that tell it apart, and what budgets hold for
 * attempts of unknown cost.
 */
export async function listQuarterSpend(tx: Transaction, spenders: readonly Spender[], since: Date): Promise<QuarterSpend> {
  const of = (...scopes: Spender["scope"][]) => spenders.filter(({ scope }) => scopes.includes(scope));
  const spend: QuarterSpend = new Map(spenders.map(({ id }) => [id, []]));
  const add = (rows: Row[]) => {
    for (const { id, bucket, pico } of rows) spend.get(id)?.push([bucket.getTime(), BigInt(pico)]);
  };
  if (of("team").length > 0) add(await sumOfTeams(tx, of("team"), since));
  if (of("profile").length > 0) add(await sumOfProfiles(tx, of("profile"), since));
  if (of("key", "member").length > 0) add(await sumOfKeys(tx, of("key", "member"), since));
  if (of("tag").length > 0) add(await sumOfTags(tx, of("tag"), since));
  add(await sumOfHeld(tx, spenders, since));
  return spend;
}

const columns = (spenders: readonly Spender[]) => ({
  ids: spenders.map(({ id }) => id),
  teams: spenders.map(({ teamId }) => teamId),
  subjects: spenders.map(({ subject }) => subject),
});

function sumOfTeams(tx: Transaction, spenders: readonly Spender[], since: Date): Promise<Row[]> {
  const { ids, teams } = columns(spenders);
  return tx.$queryRaw<Row[]>`
    SELECT b.id, r.bucket, sum(r.served_cost_pico + r.waste_pico + r.aborted_pico)::text AS pico
    FROM unnest(${ids}::text[], ${teams}::uuid[]) AS b (id, team_id)
    JOIN endpoint_sums r ON r.team_id = b.team_id AND r.unit = 'quarter' AND r.bucket >= ${since}
    GROUP BY 1, 2`;
}

function sumOfProfiles(tx: Transaction, spenders: readonly Spender[], since: Date): Promise<Row[]> {
  const { ids, teams, subjects } = columns(spenders);
  return tx.$queryRaw<Row[]>`
    SELECT b.id, r.bucket, sum(r.served_cost_pico + r.waste_pico + r.aborted_pico)::text AS pico
    FROM unnest(${ids}::text[], ${teams}::uuid[], ${subjects}::uuid[]) AS b (id, team_id, profile_id)
    JOIN profile_versions v ON v.team_id = b.team_id AND v.profile_id = b.profile_id
    JOIN endpoint_sums r ON r.team_id = b.team_id AND r.unit = 'quarter' AND r.bucket >= ${since} AND r.profile_version_id = v.id
    GROUP BY 1, 2`;
}

/** A member's spend is that of the keys that they own. */
function sumOfKeys(tx: Transaction, spenders: readonly Spender[], since: Date): Promise<Row[]> {
  const { ids, teams, subjects } = columns(spenders);
  return tx.$queryRaw<Row[]>`
    SELECT b.id, r.bucket, sum(r.cost_pico)::text AS pico
    FROM unnest(${ids}::text[], ${teams}::uuid[], ${subjects}::uuid[]) AS b (id, team_id, subject)
    JOIN api_keys k ON k.team_id = b.team_id AND (k.id = b.subject OR k.owner_id = b.subject)
    JOIN attempt_rollups r ON r.team_id = b.team_id AND r.bucket >= ${since} AND r.api_key_id = k.id
    GROUP BY 1, 2`;
}

function sumOfTags(tx: Transaction, spenders: readonly Spender[], since: Date): Promise<Row[]> {
  const { ids, teams, subjects } = columns(spenders);
  return tx.$queryRaw<Row[]>`
    SELECT b.id, r.bucket, sum(r.cost_pico)::text AS pico
    FROM unnest(${ids}::text[], ${teams}::uuid[], ${subjects}::text[]) AS b (id, team_id, subject)
    JOIN tag_rollups r ON r.team_id = b.team_id AND r.unit = 'quarter' AND r.bucket >= ${since}
      AND r.tag = split_part(b.subject, '=', 1) AND r.value = substr(b.subject, strpos(b.subject, '=') + 1)
    GROUP BY 1, 2`;
}

/** Few attempts have a cost that nobody knows: those alone are read one by one, by an index of their own. */
function sumOfHeld(tx: Transaction, spenders: readonly Spender[], since: Date): Promise<Row[]> {
  const { ids, teams, subjects } = columns(spenders);
  const scopes = spenders.map(({ scope }) => scope);
  return tx.$queryRaw<Row[]>`
    WITH held AS MATERIALIZED (
      SELECT a.team_id, a.held_pico, c.profile_version_id, c.api_key_id, c.tags,
        date_bin('15 minutes', c.started_at, TIMESTAMPTZ 'epoch') AS bucket
      FROM attempts a JOIN calls c ON c.team_id = a.team_id AND c.id = a.call_id
      WHERE a.held_pico IS NOT NULL AND a.team_id = ANY(${teams}::uuid[]) AND a.id >= ${uuidv7Floor(since.getTime())}::uuid
        AND c.id >= ${uuidv7Floor(since.getTime())}::uuid
    )
    SELECT b.id, h.bucket, sum(h.held_pico)::text AS pico
    FROM unnest(${ids}::text[], ${teams}::uuid[], ${scopes}::text[], ${subjects}::text[]) AS b (id, team_id, scope, subject)
    JOIN held h ON h.team_id = b.team_id AND CASE b.scope
      WHEN 'team' THEN true
      WHEN 'profile' THEN EXISTS (SELECT FROM profile_versions v WHERE v.team_id = b.team_id AND v.id = h.profile_version_id AND v.profile_id::text = b.subject)
      WHEN 'tag' THEN h.tags ->> split_part(b.subject, '=', 1) = substr(b.subject, strpos(b.subject, '=') + 1)
      ELSE EXISTS (SELECT FROM api_keys k WHERE k.team_id = b.team_id AND k.id = h.api_key_id AND b.subject IN (k.id::text, k.owner_id::text))
    END
    GROUP BY 1, 2`;
}

/** Which of these calls are in the books, and so in all sums. */
export async function listBooked(tx: Transaction, teamIds: readonly string[], callIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM calls WHERE team_id = ANY(${teamIds}::uuid[]) AND id = ANY(${callIds}::uuid[])`;
  return new Set(rows.map(({ id }) => id));
}
