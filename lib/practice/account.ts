import { costPico, noTokens, type Rates, type Tokens } from "./price";

const LOG_LIMIT = 10_000;
const LINE_LIMIT = 10_000;

type Identity = { apiKey: string; provider: string; model: string };

type Sums = Tokens & {
  /** requests = answered + aborted + rejected + all faults + those not yet decided. */
  requests: number;
  /** Requests whose connection is still being served, a hanging one included. */
  open: number;
  answered: number;
  /** The client left before the answer was complete. */
  aborted: number;
  /** Not a valid request, or a model that the script does not have. */
  rejected: number;
  faults: Map<string, number>;
  costPico: bigint;
};

export type AccountSums = Omit<Sums, "faults" | "costPico"> & { faults: Record<string, number>; costPico: string };
export type AccountLine = Identity & AccountSums;
export type LoggedRequest = Identity & Tokens & {
  id: string;
  /** ISO 8601. */
  at: string;
  stream: boolean;
  /** `answered`, `aborted`, `rejected`, the name of the fault that the request met, or `open`. */
  outcome: string;
  costPico: string;
};
/** What the practice providers themselves know to have served; `requests` has the last 10,000. */
export type AccountSnapshot = { total: AccountSums; lines: AccountLine[]; requests: LoggedRequest[] };

function emptySums(): Sums {
  return {
    requests: 0, open: 0, answered: 0, aborted: 0, rejected: 0, faults: new Map(),
    ...noTokens(), costPico: 0n,
  };
}

/** One request on its way through the account: it ends once, whatever comes after. */
export class OpenRequest {
  readonly tokens = noTokens();
  outcome = "open";
  costPico = 0n;
  #begun = false;
  #closed = false;

  constructor(
    readonly id: string,
    readonly at: Date,
    readonly identity: Identity,
    readonly stream: boolean,
    private readonly rates: Rates | null,
    private readonly sums: readonly Sums[],
  ) {
    for (const line of sums) {
      line.requests += 1;
      line.open += 1;
    }
  }

  /** The prompt is owed once, from the first token on: not by a request that is refused or never begins. */
  countPrompt(tokens: Tokens): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#count({ ...tokens, completionTokens: 0, reasoningTokens: 0 });
  }

  /** Tokens that were generated, reasoning included in the completion. */
  countCompletion(completionTokens: number, reasoningTokens: number): void {
    this.#count({ ...noTokens(), completionTokens, reasoningTokens });
  }

  /** Decides the outcome. Only the first decision counts. */
  end(outcome: string): void {
    if (this.outcome !== "open") return;
    this.outcome = outcome;
    for (const line of this.sums) {
      if (outcome === "answered" || outcome === "aborted" || outcome === "rejected") line[outcome] += 1;
      else line.faults.set(outcome, (line.faults.get(outcome) ?? 0) + 1);
    }
  }

  /** The connection is done with this request. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const line of this.sums) line.open -= 1;
  }

  #count(more: Tokens): void {
    const cost = this.rates ? costPico(this.rates, more) : 0n;
    this.costPico += cost;
    for (const sums of [this.tokens, ...this.sums]) {
      sums.promptTokens += more.promptTokens;
      sums.cachedTokens += more.cachedTokens;
      sums.cacheWrite5mTokens += more.cacheWrite5mTokens;
      sums.cacheWrite1hTokens += more.cacheWrite1hTokens;
      sums.completionTokens += more.completionTokens;
      sums.reasoningTokens += more.reasoningTokens;
    }
    for (const line of this.sums) line.costPico += cost;
  }
}

function plain({ faults, costPico: pico, ...counts }: Sums): AccountSums {
  return { ...counts, faults: Object.fromEntries(faults), costPico: pico.toString() };
}

/** The providers' own books, by API key, provider and model. */
export class Account {
  #total = emptySums();
  #lines = new Map<string, { identity: Identity; sums: Sums }>();
  #log: OpenRequest[] = [];

  open(id: string, identity: Identity, stream: boolean, rates: Rates | null): OpenRequest {
    const request = new OpenRequest(id, new Date(), identity, stream, rates, [this.#total, this.#line(identity)]);
    this.#log.push(request);
    // Cut in bulk: taking one off the front for each request would cost more than the request.
    if (this.#log.length >= 2 * LOG_LIMIT) this.#log = this.#log.slice(-LOG_LIMIT);
    return request;
  }

  snapshot(): AccountSnapshot {
    return {
      total: plain(this.#total),
      lines: [...this.#lines.values()].map(({ identity, sums }) => ({ ...identity, ...plain(sums) })),
      requests: this.#log.slice(-LOG_LIMIT).map((request) => ({
        id: request.id,
        at: request.at.toISOString(),
        ...request.identity,
        stream: request.stream,
        outcome: request.outcome,
        ...request.tokens,
        costPico: request.costPico.toString(),
      })),
    };
  }

  reset(): void {
    this.#total = emptySums();
    this.#lines = new Map();
    this.#log = [];
  }

  #line(identity: Identity): Sums {
    // Keys and models are the client's words: beyond the limit they share one line.
    const full = this.#lines.size >= LINE_LIMIT;
    const rest = { apiKey: "(others)", provider: "(others)", model: "(others)" };
    const key = JSON.stringify([identity.apiKey, identity.provider, identity.model]);
    const found = this.#lines.get(key) ?? (full ? this.#lines.get("rest") : undefined);
    if (found) return found.sums;
    const line = { identity: full ? rest : identity, sums: emptySums() };
    this.#lines.set(full ? "rest" : key, line);
    return line.sums;
  }
}
