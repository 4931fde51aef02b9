import { computeAvailability } from "@/lib/core/availability";
import type { AttemptRow, CallRow } from "@/lib/reports/rollup-rows";
import { computeFigures, type Figures } from "@/lib/reports/overview";
import { decimal, subtractDecimals, usd } from "./amounts";
import type { MonthFigures } from "./month-report";
import type { MonthAttempts, MonthCalls } from "./month-rows";

/** What attempts and calls add up to, by the same rules as the overview. */
export function figuresOf(attempts: readonly MonthAttempts[], calls: readonly MonthCalls[]): Figures {
  return computeFigures(attempts.map(attemptRow), calls.map((row): CallRow => ({ slot: 0, ...row })));
}

function attemptRow(row: MonthAttempts): AttemptRow {
  const { profileId, endpointId, endpoint, tier, outcome, attempts, costPico } = row;
  const isUnknown = row.basis === "unknown";
  const isServed = outcome === "served";
  const known = isServed && !isUnknown;
  return {
    slot: 0, profileId, endpointId, endpoint, tier, attempts,
    unknown: isUnknown ? attempts : 0,
    served: isServed ? attempts : 0,
    servedKnown: known ? attempts : 0,
    tokens: row.tokens,
    costPico: known ? costPico : 0n,
    primaryCostPico: row.primaryCostPico,
    primaryKnown: row.primaryKnown,
    wastePico: outcome === "failed" ? costPico : 0n,
    abortedPico: outcome === "aborted" ? costPico : 0n,
    unservedPico: row.callServed ? 0n : costPico,
  };
}

/** Figures as the document has them. */
export function describeFigures({ warc, calls, attempts, abortedPico, unknownAmounts, savings }: Figures): MonthFigures {
  const availability = computeAvailability(calls);
  const [perMillion, primary] = [decimal(warc.warc), decimal(warc.primary)];
  return {
    calls: calls.all, served: calls.served, failed: calls.failed, aborted: calls.aborted, rescued: calls.rescued,
    availabilityShare: decimal(availability.withFallback),
    availabilityWithoutFallbackShare: decimal(availability.without),
    attempts,
    unknownAttempts: unknownAmounts,
    coverageShare: decimal(warc.coverage),
    tokens: Number(warc.tiers.reduce((all, tier) => all + tier.tokens, 0n)),
    spendUsd: usd(warc.spendPico),
    servedUsd: usd(warc.servedSpendPico),
    wasteUsd: usd(warc.wastePico),
    abortedUsd: usd(abortedPico),
    warcPerMillion: perMillion,
    primaryCostPerMillion: primary,
    premiumPerMillion: perMillion === null || primary === null ? null : subtractDecimals(perMillion, primary),
    effectivePerMillion: decimal(warc.effective),
    savings: {
      comparable: savings.comparable,
      notComparable: savings.notComparable,
      baselineUsd: usd(savings.baselinePico),
      comparableSpendUsd: usd(savings.comparableSpendPico),
      unservedSpendUsd: usd(savings.unservedSpendPico),
      savingsUsd: savings.savingsPico === null ? null : usd(savings.savingsPico),
      savingsShare: decimal(savings.ofBaseline),
    },
  };
}
