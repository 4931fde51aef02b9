import pg from "pg";
import type { Peppers } from "@/lib/accounts/api-key";
import type { OpenedCredential } from "@/lib/accounts/credential";
import { loadCredentials } from "@/lib/accounts/credentials";
import { loadBudgets, type LoadedBudget } from "@/lib/accounts/budgets/load-budgets";
import { findApiKey, loadApiKeys, type StoredApiKey } from "@/lib/accounts/keys/load-api-keys";
import type { InstallationSecret } from "@/lib/accounts/secret";
import type { TeamCatalog } from "@/lib/catalog/catalog";
import { readCatalog, readConfigVersion } from "@/lib/catalog/load-catalog";
import { type Db, ONE_MOMENT } from "@/lib/db";
import type { KeyRing, VerifiedKeys } from "./authenticate";
import { KeyLookup } from "./key-lookup";

const CHANNEL = "routeledger_config";
/** A notification can be lost with its connection; the version cannot. */
const CHECK_MS = 2_000;

/** The configuration as of one moment: a credential never meets another moment's address. */
type Snapshot = {
  version: bigint;
  teams: ReadonlyMap<string, TeamCatalog>;
  keys: ReadonlyMap<string, StoredApiKey>;
  credentials: ReadonlyMap<string, OpenedCredential>;
};

/** What a call keeps from its plan to its end, whatever changes meanwhile. */
export type TeamConfig = { catalog: TeamCatalog; credentials: ReadonlyMap<string, OpenedCredential> };

type Options = {
  db: Db;
  databaseUrl: string;
  secret: InstallationSecret;
  log: (line: string) => void;
  /** Told of endpoints whose provider has another credential now: what was learned with the old one is void. */
  onCredentialChange: (endpointIds: string[]) => void;
  /** Told of the budgets whenever the configuration was read. */
  onBudgets: (byTeam: ReadonlyMap<string, readonly LoadedBudget[]>) => void;
};

/**
 * All that the hot path needs, in memory: catalogs, keys and credentials. Replaced as a whole when the database says
 * that something changed; while the database is away, what was known stays in force.
 */
export class LiveConfig implements KeyRing {
  readonly peppers: Peppers;
  verified: VerifiedKeys = new Map();
  private snapshot: Snapshot = { version: 0n, teams: new Map(), keys: new Map(), credentials: new Map() };
  private readonly lookup: KeyLookup;
  private listener: pg.Client | null = null;
  private told: ReadonlySet<string> = new Set();
  private refreshing: Promise<void> | null = null;
  private again = false;
  private checking: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  private constructor(private readonly options: Options) {
    this.peppers = options.secret.peppers;
    this.lookup = new KeyLookup((keyId) => findApiKey(options.db, keyId));
  }

  /** @throws what the database says when it cannot be read the first time */
  static async open(options: Options): Promise<LiveConfig> {
    const live = new LiveConfig(options);
    await live.load();
    await live.listen();
    live.timer = setInterval(() => void live.check(), CHECK_MS);
    return live;
  }

  findTeam(teamId: string): TeamConfig | null {
    const { teams, credentials } = this.snapshot;
    const catalog = teams.get(teamId);
    return catalog ? { catalog, credentials } : null;
  }

  /** By its id alone: for what is told of all teams. */
  findEndpoint(endpointId: string): { teamId: string; endpoint: string } | null {
    for (const [teamId, { endpointsById }] of this.snapshot.teams) {
      const found = endpointsById.get(endpointId);
      if (found) return { teamId, endpoint: found.name };
    }
    return null;
  }

  holdsKey(keyId: string): boolean {
    return this.snapshot.keys.has(keyId);
  }

  /** @throws ApiError `database_unavailable` when a key is not in memory and nobody can tell */
  async findKey(keyId: string): Promise<StoredApiKey | null> {
    return this.snapshot.keys.get(keyId) ?? this.lookup.find(keyId);
  }

  /** Reads everything again; calls that come while it reads share one further reading. */
  refresh(): Promise<void> {
    if (this.refreshing) {
      this.again = true;
      return this.refreshing;
    }
    this.refreshing = this.reload().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.checking;
    await this.refreshing;
    await this.listener?.end().catch(() => undefined);
  }

  private async reload(): Promise<void> {
    do {
      this.again = false;
      try {
        await this.load();
      } catch (error) {
        this.options.log(`the configuration could not be read again, the last one stays in force: ${String(error)}`);
      }
    } while (this.again && !this.closed);
  }

  private async load(): Promise<void> {
    const { db, secret } = this.options;
    const before = this.snapshot;
    const { budgets, ...read } = await db.$transaction(
      async (tx) => ({
        version: await readConfigVersion(tx),
        teams: await readCatalog(tx),
        keys: await loadApiKeys(tx),
        credentials: await loadCredentials(tx, secret),
        budgets: await loadBudgets(tx),
      }),
      ONE_MOMENT,
    );
    this.snapshot = read;
    this.options.onBudgets(budgets);
    this.verified = new Map();
    this.lookup.forget();
    this.tellUnreadable();
    const changed = listRekeyed(before, this.snapshot);
    if (changed.length > 0) this.options.onCredentialChange(changed);
  }

  /** Once for each fault, not with every change of something else. */
  private tellUnreadable(): void {
    const faults = [...this.snapshot.teams.values()].flatMap(({ slug, unreadable }) =>
      [...unreadable].map(([profile, reason]) => `the profile ${profile} of the team ${slug} serves no calls: ${reason}`),
    );
    for (const fault of faults) if (!this.told.has(fault)) this.options.log(fault);
    this.told = new Set(faults);
  }

  /** One at a time: while the database does not answer, questions must not pile up on it. */
  private check(): Promise<void> {
    this.checking ??= this.compareVersions().finally(() => {
      this.checking = null;
    });
    return this.checking;
  }

  private async compareVersions(): Promise<void> {
    try {
      // Listening first: what changes after the version was read is then told.
      if (!this.listener) await this.listen();
      if ((await readConfigVersion(this.options.db)) !== this.snapshot.version) await this.refresh();
    } catch {
      // The database is away: the next check comes soon enough.
    }
  }

  private async listen(): Promise<void> {
    if (this.closed) return;
    const client = new pg.Client({ connectionString: this.options.databaseUrl, connectionTimeoutMillis: 5_000, keepAlive: true });
    // An error is followed by the end.
    client.on("error", () => undefined);
    client.on("end", () => {
      if (this.listener !== client) return;
      this.listener = null;
      // Whatever changes while nobody listens is found when somebody listens again: at once, if that can be.
      if (!this.closed) void this.check();
    });
    client.on("notification", () => void this.refresh());
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    this.listener = client;
  }
}

function listRekeyed(before: Snapshot, after: Snapshot): string[] {
  const secretOf = (credential: OpenedCredential | undefined) => (credential && "value" in credential ? credential.value : null);
  return [...after.teams.values()].flatMap(({ providers, endpoints }) =>
    [...endpoints.values()].flatMap(({ id, provider: slug }) => {
      const provider = providers.get(slug)?.id ?? "";
      return secretOf(before.credentials.get(provider)) === secretOf(after.credentials.get(provider)) ? [] : id;
    }),
  );
}
