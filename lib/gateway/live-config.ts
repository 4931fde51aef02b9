import pg from "pg";
import type { Peppers } from "@/lib/accounts/api-key";
import type { OpenedCredential } from "@/lib/accounts/credential";
import { loadCredentials } from "@/lib/accounts/credentials";
import { findApiKey, loadApiKeys, type StoredApiKey } from "@/lib/accounts/keys/load-api-keys";
import type { InstallationSecret } from "@/lib/accounts/secret";
import type { TeamCatalog } from "@/lib/catalog/catalog";
import { ONE_MOMENT, readCatalog, readConfigVersion } from "@/lib/catalog/load-catalog";
import type { Db } from "@/lib/db";
import type { KeyRing } from "./authenticate";

const CHANNEL = "routeledger_config";
/** A notification can be lost with its connection; the version cannot. */
const CHECK_MS = 2_000;
/** Made-up keys must not become a query each, nor fill the memory. */
const MAX_UNKNOWN_KEYS = 10_000;
const UNKNOWN_KEY_MS = 10_000;

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
};

/**
 * All that the hot path needs, in memory: catalogs, keys and credentials. Replaced as a whole when the database says
 * that something changed; while the database is away, what was known stays in force.
 */
export class LiveConfig implements KeyRing {
  readonly peppers: Peppers;
  private snapshot: Snapshot = { version: 0n, teams: new Map(), keys: new Map(), credentials: new Map() };
  private readonly unknownKeys = new Map<string, number>();
  private listener: pg.Client | null = null;
  private told: ReadonlySet<string> = new Set();
  private refreshing: Promise<void> | null = null;
  private again = false;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  private constructor(private readonly options: Options) {
    this.peppers = options.secret.peppers;
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

  async findKey(keyId: string): Promise<StoredApiKey | null> {
    const known = this.snapshot.keys.get(keyId);
    if (known) return known;
    const now = performance.now();
    if ((this.unknownKeys.get(keyId) ?? -Infinity) > now) return null;
    const found = await findApiKey(this.options.db, keyId).catch(() => null);
    if (found) return found;
    if (this.unknownKeys.size >= MAX_UNKNOWN_KEYS) this.unknownKeys.clear();
    this.unknownKeys.set(keyId, now + UNKNOWN_KEY_MS);
    return null;
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
    this.snapshot = await db.$transaction(
      async (tx) => ({
        version: await readConfigVersion(tx),
        teams: await readCatalog(tx),
        keys: await loadApiKeys(tx),
        credentials: await loadCredentials(tx, secret),
      }),
      ONE_MOMENT,
    );
    this.unknownKeys.clear();
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

  private async check(): Promise<void> {
    try {
      if ((await readConfigVersion(this.options.db)) !== this.snapshot.version) await this.refresh();
      if (!this.listener) await this.listen();
    } catch {
      // The database is away: the next check comes soon enough.
    }
  }

  private async listen(): Promise<void> {
    if (this.closed) return;
    const client = new pg.Client({ connectionString: this.options.databaseUrl, connectionTimeoutMillis: 5_000 });
    client.on("error", () => {
      this.listener = null;
    });
    client.on("end", () => {
      this.listener = null;
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
