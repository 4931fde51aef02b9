import { parseUsd } from "@/lib/core/money";
import { Prisma } from "@/prisma/generated/client";
import type { CallFilters } from "./call-filters";
import { attemptIdsOfCalls, callIdsBetween } from "./id-bounds";
import type { Scope } from "./scope";

/** The condition on `calls c`. Bounds on the id rather than on a time: the partitions are cut by id. */
export function whereCalls({ teamId, range, versionIds }: Scope, filters: CallFilters): Prisma.Sql {
  const { outcome, unserved, uncompared, tier, servedBy, key, rescued, unknown, tag, value, costFrom, costTo } = filters;
  const ids = callIdsBetween(range.from, range.to);
  const conditions = [
    Prisma.sql`c.team_id = ${teamId}::uuid`,
    Prisma.sql`c.id >= ${ids.from}::uuid AND c.id < ${ids.to}::uuid`,
  ];
  if (versionIds !== null) conditions.push(Prisma.sql`c.profile_version_id = ANY(${versionIds}::uuid[])`);
  if (outcome !== undefined) conditions.push(Prisma.sql`c.outcome = ${outcome}`);
  if (unserved !== undefined) conditions.push(Prisma.sql`c.outcome <> 'served'`);
  if (uncompared !== undefined) conditions.push(Prisma.sql`c.outcome = 'served' AND NOT c.comparable`);
  if (servedBy !== undefined) conditions.push(Prisma.sql`c.served_endpoint = ${servedBy}`);
  if (tier !== undefined) conditions.push(Prisma.sql`c.served_tier = ${tier}`);
  if (key !== undefined) conditions.push(Prisma.sql`c.api_key_id = ${key}::uuid`);
  if (rescued !== undefined) conditions.push(Prisma.sql`c.rescued`);
  if (unknown !== undefined) conditions.push(Prisma.sql`c.unknown_attempts > 0`);
  if (costFrom !== undefined) conditions.push(Prisma.sql`c.cost_pico >= ${parseUsd(costFrom)}`);
  if (costTo !== undefined) conditions.push(Prisma.sql`c.cost_pico <= ${parseUsd(costTo)}`);
  if (tag !== undefined) {
    conditions.push(value === undefined ? Prisma.sql`jsonb_exists(c.tags, ${tag})` : Prisma.sql`c.tags ->> ${tag}::text = ${value}`);
  }
  if (isOfAttempts(filters)) conditions.push(hasAttempt(range, filters));
  return Prisma.join(conditions, " AND ");
}

/** Whether single attempts decide. */
export function isOfAttempts({ endpoint, provider, model, cause, failing, estimated }: CallFilters): boolean {
  return [endpoint, provider, model, cause, failing, estimated].some((value) => value !== undefined);
}

function hasAttempt({ from, to }: Scope["range"], { endpoint, provider, model, cause, failing, estimated, unknown }: CallFilters): Prisma.Sql {
  const ids = attemptIdsOfCalls(from.getTime(), to.getTime());
  const conditions = [
    Prisma.sql`a.team_id = c.team_id AND a.call_id = c.id`,
    Prisma.sql`a.id >= ${ids.from}::uuid AND a.id < ${ids.to}::uuid`,
  ];
  if (endpoint !== undefined) conditions.push(Prisma.sql`a.endpoint = ${endpoint}`);
  if (provider !== undefined) conditions.push(Prisma.sql`a.provider = ${provider}`);
  // A provider's slug has no slash, a model's name may.
  if (model !== undefined) conditions.push(Prisma.sql`substr(a.endpoint, strpos(a.endpoint, '/') + 1) = ${model}`);
  if (cause !== undefined) conditions.push(Prisma.sql`a.cause = ${cause}`);
  if (failing !== undefined) conditions.push(Prisma.sql`a.outcome = 'failed'`);
  if (unknown !== undefined) conditions.push(Prisma.sql`a.basis = 'unknown'`);
  if (estimated !== undefined) conditions.push(Prisma.sql`a.basis = 'estimated'`);
  return Prisma.sql`EXISTS (SELECT 1 FROM attempts a WHERE ${Prisma.join(conditions, " AND ")})`;
}
