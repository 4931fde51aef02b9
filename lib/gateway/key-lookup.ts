import type { StoredApiKey } from "@/lib/accounts/keys/load-api-keys";
import { ApiError } from "@/lib/core/errors";

/** Made-up keys must not become a query each, nor fill the memory. */
const MAX_UNKNOWN = 10_000;
const UNKNOWN_MS = 10_000;
/** More at once are a flood, or a database that does not answer. */
const MAX_UNDER_WAY = 16;
const PATIENCE_MS = 2_000;

/** Asks the database about keys that are not in memory: each once in a while, and never many at once. */
export class KeyLookup {
  private readonly unknownUntilMs = new Map<string, number>();
  private readonly underWay = new Map<string, Promise<StoredApiKey | null>>();

  constructor(private readonly ask: (keyId: string) => Promise<StoredApiKey | null>) {}

  /**
   * @throws ApiError `database_unavailable`: the key may well be good, so its client is told to come back, where a 401
   * would make it give up
   */
  async find(keyId: string): Promise<StoredApiKey | null> {
    if ((this.unknownUntilMs.get(keyId) ?? -Infinity) > performance.now()) return null;
    try {
      const found = await inTime(this.underWay.get(keyId) ?? this.start(keyId));
      if (found === null) this.remember(keyId);
      return found;
    } catch {
      throw new ApiError("database_unavailable", "The API key is not known here, and the database that would know it does not answer. Try again soon.", { retryAfterS: 2 });
    }
  }

  /** Something changed: what was unknown may be known now. */
  forget(): void {
    this.unknownUntilMs.clear();
  }

  private start(keyId: string): Promise<StoredApiKey | null> {
    if (this.underWay.size >= MAX_UNDER_WAY) return Promise.reject(new Error("too many look-ups are under way"));
    // It keeps its place until it has ended, however long nobody waits for it any more.
    const asked = this.ask(keyId).finally(() => this.underWay.delete(keyId));
    this.underWay.set(keyId, asked);
    return asked;
  }

  private remember(keyId: string): void {
    if (this.unknownUntilMs.size >= MAX_UNKNOWN) this.unknownUntilMs.clear();
    this.unknownUntilMs.set(keyId, performance.now() + UNKNOWN_MS);
  }
}

function inTime<Result>(work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(reject, PATIENCE_MS, new Error("no answer in time"));
    work.then(resolve, reject).finally(() => {
      clearTimeout(late);
    });
  });
}
