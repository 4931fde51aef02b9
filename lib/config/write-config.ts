import { setBillingAccount, setCredential } from "@/lib/accounts/credentials";
import type { InstallationSecret } from "@/lib/accounts/secret";
import { upsertAgreement } from "@/lib/catalog/agreements";
import { upsertAlias } from "@/lib/catalog/aliases";
import { CatalogError } from "@/lib/catalog/catalog-error";
import { listEndpointIds, upsertEndpoint } from "@/lib/catalog/endpoints";
import { upsertPrice } from "@/lib/catalog/prices";
import { publishProfile } from "@/lib/catalog/profiles";
import { defined } from "@/lib/catalog/defined";
import { toProfileRules, toTierRules } from "@/lib/catalog/profile-rules";
import { listProviderIds, upsertProvider } from "@/lib/catalog/providers";
import type { Change, Writer } from "@/lib/core/change";
import type { Price } from "@/lib/core/price";
import { DEFAULT_TIMERS } from "@/lib/core/profile";
import type { Transaction } from "@/lib/db";
import { NO_CREDENTIAL } from "./change-provider";
import type { ParsedConfig } from "./parse-config";
import type { Refusal } from "./refusal";
import type { Config, ConfigPrice, ConfigProfile } from "./schema";
import type { Path } from "./source";
import { unknown } from "./unknown";
import { BudgetEntryError, writeBudget } from "./write-budget";

type Context = {
  tx: Transaction;
  secret: InstallationSecret;
  writer: Writer;
  allowPrivate: boolean;
  /** Recorded with new prices. */
  source: string;
  now: Date;
};

/**
 * Writes a file's content section by section. After a fault it goes on to the end of the section, to find all of them,
 * but not into the next one, which leans on it.
 */
export class ConfigWriter {
  private readonly changes: Change[] = [];

  constructor(
    private readonly context: Context,
    private readonly parsed: ParsedConfig,
    private readonly refusals: Refusal[],
  ) {}

  async write(): Promise<Change[]> {
    for (const section of ["writeProviders", "writeEndpoints", "writeAliases", "writeProfiles", "writeBudgets"] as const) {
      await this[section]();
      if (this.refusals.length > 0) break;
    }
    return this.changes;
  }

  private async writeProviders(): Promise<void> {
    for (const [index, entry] of this.parsed.config.providers.entries()) {
      await this.attempt(["providers", index, "baseUrl"], () => this.writeProvider(entry));
    }
  }

  private async writeEndpoints(): Promise<void> {
    const providers = await listProviderIds(this.context.tx, this.context.writer.teamId);
    for (const [index, entry] of this.parsed.config.endpoints.entries()) {
      await this.attempt(["endpoints", index, "provider"], () => this.writeEndpoint(["endpoints", index], entry, providers));
    }
  }

  private async writeAliases(): Promise<void> {
    const { tx, writer } = this.context;
    for (const [index, { slug, aliases }] of this.parsed.config.models.entries()) {
      for (const [at, alias] of aliases.entries()) {
        const write = async () => void this.changes.push(await upsertAlias(tx, writer, alias, slug));
        await this.attempt(["models", index, "aliases", at], write);
      }
    }
  }

  private async writeProfiles(): Promise<void> {
    const endpoints = await listEndpointIds(this.context.tx, this.context.writer.teamId);
    for (const [index, entry] of this.parsed.config.profiles.entries()) {
      await this.writeProfile(["profiles", index], entry, endpoints);
    }
  }

  private async writeBudgets(): Promise<void> {
    const { tx, writer } = this.context;
    for (const [index, entry] of this.parsed.config.budgets.entries()) {
      try {
        this.changes.push(await writeBudget(tx, writer, entry));
      } catch (error) {
        if (!(error instanceof BudgetEntryError)) throw error;
        this.refuse(["budgets", index, error.field], error.message);
      }
    }
  }

  private async writeProvider(entry: Config["providers"][number]): Promise<void> {
    const { tx, secret, writer, allowPrivate } = this.context;
    const { slug, name = slug, dialect, baseUrl, credential, billingAccount = null, failureDomain = null } = entry;
    const input = { slug, name, dialect, baseUrl, privateAllowed: allowPrivate, failureDomain };
    const saved = await upsertProvider(tx, writer, input, credential !== undefined);
    this.changes.push(saved.change);
    if (credential !== undefined) this.changes.push(await setCredential(tx, secret, writer, saved, credential));
    const billed = await setBillingAccount(tx, writer, saved, billingAccount);
    if (billed?.kind === "updated") this.changes.push(billed);
    if (billed === null && billingAccount !== null) throw new CatalogError(NO_CREDENTIAL);
  }

  private async writeEndpoint(path: Path, entry: Config["endpoints"][number], providers: Map<string, string>): Promise<void> {
    const { tx, writer, source, now } = this.context;
    const id = providers.get(entry.provider);
    if (id === undefined) throw new CatalogError(unknown("provider", entry.provider, [...providers.keys()]));
    const { provider, price, negotiated = [], contextTokens = null, ...stated } = entry;
    const input = { upstreamModel: entry.model, contextTokens, ...defined(stated), model: entry.model };
    const saved = await upsertEndpoint(tx, writer, { id, slug: provider }, input);
    this.changes.push(saved.change);
    if (price) this.changes.push(await upsertPrice(tx, writer, saved, { price: toPrice(price), source, now }));
    for (const [index, { from, until = null, ...agreed }] of negotiated.entries()) {
      const write = async () => void this.changes.push(await upsertAgreement(tx, writer, saved, { price: toPrice(agreed), from, until, source }, now));
      await this.attempt([...path, "negotiated", index, "from"], write);
    }
  }

  private async writeProfile(path: Path, entry: ConfigProfile, endpoints: Map<string, string>): Promise<void> {
    const { slug, name = slug, note = "", strategy, timeouts = {} } = entry;
    const rules = { ...toProfileRules(entry), strategy, timers: { ...DEFAULT_TIMERS, ...defined(timeouts) } };
    const find = (at: Path, endpoint: string) => {
      const id = endpoints.get(endpoint);
      if (id === undefined) this.refuse([...path, ...at], unknown("endpoint", endpoint, [...endpoints.keys()]));
      return id === undefined ? null : { id, name: endpoint };
    };
    const baseline = entry.baseline === undefined ? null : find(["baseline"], entry.baseline);
    const tiers = entry.tiers.flatMap((tier, index) => {
      const endpoint = find(["tiers", index, "endpoint"], tier.endpoint);
      return endpoint ? [{ endpoint, rules: toTierRules(tier, entry.retries) }] : [];
    });
    if (tiers.length < entry.tiers.length) return;
    const { tx, writer } = this.context;
    this.changes.push(await publishProfile(tx, writer, { slug, name, rules, baseline, tiers, note }));
  }

  /** Blames a line for what the catalog refuses. */
  private async attempt(path: Path, write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!(error instanceof CatalogError)) throw error;
      this.refuse(path, error.message);
    }
  }

  private refuse(path: Path, reason: string): void {
    this.refusals.push({ line: this.parsed.lineOf(path), reason });
  }
}

/** A price as it is given, in the form that prices are computed with. */
export function toPrice({ above = [], input, output, ...rest }: ConfigPrice): Price {
  return {
    base: { input, output, ...defined(rest) },
    steps: above.map(({ promptTokens, ...prices }) => ({ aboveInputTokens: promptTokens, prices: defined(prices) })),
  };
}
