import { ApiError } from "@/lib/core/errors";
import type { Endpoint } from "@/lib/core/profile";
import type { Purse } from "@/lib/core/purse";
import type { Db } from "@/lib/db";
import type { Ledger } from "@/lib/ledger/ledger";
import type { CallRecord } from "@/lib/ledger/record";
import { neverSent, type Answer } from "@/lib/upstream/answer";
import { callUpstream, type UpstreamCall } from "@/lib/upstream/call";
import { Pool } from "@/lib/upstream/pool";
import type { ChatRequest } from "@/lib/wire/chat-request";
import type { Admission } from "./admission";
import { adapterOf } from "./adapters";
import type { Budgets } from "./budgets";
import { KeyGuard } from "./key-guard";
import type { Caller } from "./authenticate";
import { DatabaseProbe } from "./database-probe";
import type { LiveConfig, TeamConfig } from "./live-config";
import type { ProcessStatus } from "./process-status";
import type { RoutingState } from "./routing-state";

export type GatewayOptions = {
  db: Db;
  ledger: Ledger;
  live: LiveConfig;
  routing: RoutingState;
  budgets: Budgets;
  admission: Admission;
  /** How many gateways on one port this is one of. */
  share: number;
  /** Whether every provider may lead to private addresses, not only those of an operator's file. */
  privateAllowed: boolean;
  log: (line: string) => void;
};

/** What the steps of a call share: the configuration in memory, the ledger, the connections to providers. */
export class Gateway {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly live: LiveConfig;
  readonly routing: RoutingState;
  readonly budgets: Budgets;
  readonly keys: KeyGuard;
  readonly admission: Admission;
  readonly database: DatabaseProbe;
  private readonly pools = new Map<string, { baseUrl: string; privateAllowed: boolean; pool: Pool }>();
  private closing = false;
  /** What the other processes that share this one's port have last said, where there are any. */
  siblings: readonly ProcessStatus[] = [];

  /** Takes one line about a failure of ours; the client gets none of it. */
  readonly log: (line: string) => void;

  constructor(private readonly options: GatewayOptions) {
    this.db = options.db;
    this.ledger = options.ledger;
    this.live = options.live;
    this.routing = options.routing;
    this.budgets = options.budgets;
    this.keys = new KeyGuard(options.share);
    this.admission = options.admission;
    this.database = new DatabaseProbe(() => options.db.$queryRaw`SELECT 1`);
    this.log = options.log;
  }

  /** Step 3: whether a new call may begin. @throws ApiError 503 when it could not be recorded */
  admit(): void {
    if (this.closing) throw shuttingDown();
    if (this.ledger.findRefusal() !== null) throw unrecordable();
  }

  /** Step 9's last part: in the journal, or an error. @throws ApiError 503 */
  async record(call: CallRecord, purse: Purse | null): Promise<void> {
    const countForGood = purse && this.budgets.keep(purse, call.teamId, call.id);
    try {
      if (!(await this.ledger.record(call))) countForGood?.();
    } catch (error) {
      countForGood?.();
      this.log(`${call.id} is not in the journal: ${String(error)}`);
      throw unrecordable();
    }
  }

  /** The caller's team as it is now. A call asks once, and keeps it to its end. */
  teamOf({ teamId }: Caller): TeamConfig {
    const team = this.live.findTeam(teamId);
    if (team) return team;
    throw new ApiError("invalid_api_key", "The API key belongs to a team that is no longer here.");
  }

  /** Step 7: one request to one endpoint. */
  ask(
    { catalog, credentials }: TeamConfig,
    endpoint: Endpoint,
    { request, timers, cancellation, limitTokens }: { request: ChatRequest; limitTokens: number | null } & Pick<UpstreamCall, "timers" | "cancellation">,
  ): Promise<Answer> {
    const provider = catalog.providers.get(endpoint.provider);
    if (!provider) throw new Error(`The catalog has no provider ${endpoint.provider}`);
    const credential = credentials.get(provider.id) ?? { value: null };
    // The endpoint is out and needs attention; others serve.
    if ("problem" in credential) return Promise.resolve(neverSent({ cause: "auth", detail: "the stored credential cannot be used" }));
    const adapter = adapterOf(provider);
    const body = adapter.prepareBody(request, {
      upstreamModel: endpoint.upstreamModel,
      maxOutputTokens: endpoint.maxOutputTokens,
      limit: limitTokens === null ? null : { tokens: limitTokens, member: limitMember(provider.baseUrl, endpoint) },
    });
    if ("cause" in body) return Promise.resolve(neverSent(body));
    return callUpstream({
      timers,
      cancellation,
      adapter,
      body,
      stream: request.stream,
      credential: credential.value,
      pool: this.poolOf(provider),
    });
  }

  /** Of this process alone. */
  status(): ProcessStatus {
    const { calls, waiting } = this.admission.status();
    return { ledger: this.ledger.status(), calls, waiting };
  }

  /** No new calls from here on. */
  stopAdmitting(): void {
    this.closing = true;
  }

  get isStopping(): boolean {
    return this.closing;
  }

  /** Connections are kept by provider; one that was pointed elsewhere starts afresh. */
  private poolOf(provider: { id: string; baseUrl: string; privateAllowed: boolean }): Pool {
    const privateAllowed = this.options.privateAllowed || provider.privateAllowed;
    const kept = this.pools.get(provider.id);
    if (kept?.baseUrl === provider.baseUrl && kept.privateAllowed === privateAllowed) return kept.pool;
    kept?.pool.retire();
    const pool = new Pool(provider.baseUrl, privateAllowed);
    this.pools.set(provider.id, { baseUrl: provider.baseUrl, privateAllowed, pool });
    return pool;
  }
}

/** OpenAI's newer models refuse `max_tokens`; most others know nothing else. */
function limitMember(baseUrl: string, { parameters }: Endpoint): "max_tokens" | "max_completion_tokens" {
  const { hostname } = new URL(baseUrl);
  const isTheirs = /(^|\.)(openai\.com|openai\.azure\.com)$/.test(hostname);
  const isOnlyNew = parameters !== null && parameters.includes("max_completion_tokens") && !parameters.includes("max_tokens");
  return isTheirs || isOnlyNew ? "max_completion_tokens" : "max_tokens";
}

export function shuttingDown(): ApiError {
  return new ApiError("shutting_down", "The gateway is stopping. Try again.", { retryAfterS: 1 });
}

function unrecordable(): ApiError {
  return new ApiError("ledger_unavailable", "Calls cannot be recorded at the moment, so none is made.", { retryAfterS: 5 });
}
