import type { Endpoint, Profile } from "@/lib/core/profile";
import { type Db, ONE_MOMENT, type Transaction } from "@/lib/db";
import type { TeamCatalog } from "./catalog";
import { CatalogError } from "./catalog-error";
import { toDatedPrice, toEndpoint, toProvider } from "./read-endpoint";
import { readProfileRules, readTierRules } from "./profile-rules";

/** Every team's catalog by the team's id, all as of one moment. */
export function loadCatalog(db: Db): Promise<Map<string, TeamCatalog>> {
  return db.$transaction(readCatalog, ONE_MOMENT);
}

/** The same inside a transaction of the caller's, which must be repeatable-read to be of one moment. */
export async function readCatalog(tx: Transaction): Promise<Map<string, TeamCatalog>> {
  const rows = await readRows(tx);
  return new Map(rows.teams.map((team) => [team.id, toCatalog(team, rows)]));
}

/** Rises with every change of what `loadCatalog`, `loadApiKeys` and `loadCredentials` read. */
export async function readConfigVersion(db: Transaction): Promise<bigint> {
  const { version } = await db.configVersion.findUniqueOrThrow({ where: { id: 1 } });
  return version;
}

/** One query a table, in turn: a transaction has one connection. */
async function readRows(tx: Transaction) {
  const teams = await tx.team.findMany({ orderBy: { slug: "asc" } });
  const providers = await tx.provider.findMany();
  const endpoints = await tx.endpoint.findMany();
  const aliases = await tx.modelAlias.findMany();
  const prices = await tx.price.findMany({ include: { steps: true }, orderBy: { validFrom: "asc" } });
  const profiles = await tx.profile.findMany();
  const current = profiles.flatMap(({ currentVersionId }) => currentVersionId ?? []);
  const versions = await tx.profileVersion.findMany({ where: { id: { in: current } } });
  const tiers = await tx.tier.findMany({ where: { profileVersionId: { in: current } }, orderBy: { position: "asc" } });
  return {
    teams,
    providers: groupBy(providers, byTeam),
    providersById: new Map(providers.map((provider) => [provider.id, provider])),
    endpoints: groupBy(endpoints, byTeam),
    aliases: groupBy(aliases, byTeam),
    prices: groupBy(prices, (price) => price.endpointId),
    profiles: groupBy(profiles, byTeam),
    versions: new Map(versions.map((version) => [version.id, version])),
    tiers: groupBy(tiers, (tier) => tier.profileVersionId),
  };
}

type Rows = Awaited<ReturnType<typeof readRows>>;
type Valued<T> = T extends Map<string, infer V> ? V : never;

function byTeam({ teamId }: { teamId: string }): string {
  return teamId;
}

function toCatalog({ id, slug, name, demo }: Rows["teams"][number], rows: Rows): TeamCatalog {
  const endpoints = (rows.endpoints.get(id) ?? [])
    .map((row) => toEndpoint(row, present(rows.providersById.get(row.providerId), "provider")))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const endpointsById = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const [profiles, unreadable] = toProfiles(rows.profiles.get(id) ?? [], rows, endpointsById);
  return {
    id,
    slug,
    name,
    demo,
    providers: new Map((rows.providers.get(id) ?? []).map((row) => [row.slug, toProvider(row)])),
    endpoints: new Map(endpoints.map((endpoint) => [endpoint.name, endpoint])),
    endpointsById,
    byModel: groupBy(endpoints, (endpoint) => endpoint.model),
    aliases: new Map((rows.aliases.get(id) ?? []).map(({ alias, model }) => [alias, model])),
    prices: new Map(
      endpoints.flatMap((endpoint) => {
        const dated = rows.prices.get(endpoint.id);
        return dated ? [[endpoint.id, dated.map(toDatedPrice)]] : [];
      }),
    ),
    profiles,
    unreadable,
  };
}

/** The profiles that can be read, and why the others cannot: one bad row must not take all calls with it. */
function toProfiles(
  found: Valued<Rows["profiles"]>,
  rows: Rows,
  endpoints: Map<string, Endpoint>,
): [Map<string, Profile>, Map<string, string>] {
  const [profiles, unreadable] = [new Map<string, Profile>(), new Map<string, string>()];
  for (const row of found) {
    try {
      const profile = toProfile(row, rows, endpoints);
      if (profile) profiles.set(row.slug, profile);
    } catch (error) {
      if (!(error instanceof CatalogError)) throw error;
      unreadable.set(row.slug, error.message);
    }
  }
  return [profiles, unreadable];
}

/** null while its first version is being written. */
function toProfile(
  { slug, currentVersionId }: Valued<Rows["profiles"]>[number],
  { versions, tiers }: Rows,
  endpoints: Map<string, Endpoint>,
): Profile | null {
  const row = versions.get(currentVersionId ?? "");
  if (!row) return null;
  return {
    slug,
    versionId: row.id,
    version: row.version,
    rules: readProfileRules(row),
    tiers: (tiers.get(row.id) ?? []).map((tier) => ({
      position: tier.position,
      endpoint: present(endpoints.get(tier.endpointId), "endpoint"),
      rules: readTierRules(tier),
    })),
    baselineEndpointId: row.baselineEndpointId,
  };
}

/** Foreign keys see to it that nothing is missing. */
function present<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`The catalog names a ${what} that is not there`);
  return found;
}

function groupBy<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
