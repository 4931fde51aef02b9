import { parseUsd, type Pico } from "@/lib/core/money";
import { formatRatio, type Ratio } from "@/lib/core/ratio";
import { computeWarc, type PeriodSums } from "@/lib/core/warc";
import type { DrillFigure } from "@/lib/wire/drill";
import type { Answered, CallRecordTold } from "./gateway-client";

type Mine = { served: number; servedKnown: number; tokens: bigint; costPico: Pico };

/** What the clients of a drill were told, added up exactly. */
export class DrillTally {
  calls = 0;
  /** Those of which the gateway keeps a record. */
  recorded = 0;
  private readonly tiers: Mine[];
  private wastePico: Pico = 0n;
  private attempts = 0;
  private unknownAmounts = 0;

  constructor(private readonly endpoints: readonly string[]) {
    this.tiers = endpoints.map(() => ({ served: 0, servedKnown: 0, tokens: 0n, costPico: 0n }));
  }

  /** @param record of a call that met a failure; null for one that was served at once, or that nobody was asked for */
  add({ served }: Answered, record: CallRecordTold | null): void {
    this.calls += 1;
    this.attempts += record?.attempts.length ?? Number(served !== null);
    this.unknownAmounts += record?.unknownAttempts ?? Number(served !== null && served.usd === null);
    if (served !== null || record !== null) this.recorded += 1;
    if (served === null) {
      this.wastePico += parseUsd(record?.usd ?? "0");
      return;
    }
    const tier = this.tiers[served.tier - 1];
    if (!tier) throw new Error(`The candidate has no tier ${served.tier}`);
    tier.served += 1;
    if (served.usd === null) return;
    tier.servedKnown += 1;
    tier.tokens += BigInt(served.tokens);
    tier.costPico += parseUsd(served.usd.served);
    this.wastePico += parseUsd(served.usd.failed);
  }

  get served(): number {
    return this.tiers.reduce((sum, tier) => sum + tier.served, 0);
  }

  get spendPico(): Pico {
    return this.tiers.reduce((sum, tier) => sum + tier.costPico, this.wastePico);
  }

  /** By tier, in their order. */
  get servedByTier(): number[] {
    return this.tiers.map(({ served }) => served);
  }

  figures(): Map<DrillFigure, number | null> {
    const sums: PeriodSums = {
      tiers: this.tiers.map((tier, index) => ({ tier: index + 1, endpoint: this.endpoints[index] ?? "", ...tier, primaryCostPico: 0n, primaryKnown: 0 })),
      wastePico: this.wastePico, abortedPico: 0n, unserved: this.calls - this.served, attempts: this.attempts, unknownAmounts: this.unknownAmounts,
    };
    const { warc, effective } = computeWarc(sums);
    const share = (count: number) => (this.calls === 0 ? null : count / this.calls);
    return new Map<DrillFigure, number | null>([
      ["availability", share(this.served)],
      ...this.tiers.map(({ served }, index): [DrillFigure, number | null] => [`p${index + 1}`, share(served)]),
      ["warc", toNumber(warc)],
      ["effective", toNumber(effective)],
    ]);
  }
}

function toNumber(value: Ratio | null): number | null {
  return value && Number(formatRatio(value, 12, "half-even"));
}
