import type { Cause } from "@/lib/core/outcome";
import type { SimulationResult, TierResult } from "@/lib/sandbox/result";
import { NOT_APPLICABLE, share } from "../../amounts";
import { type CauseLook, causeLook, causeName } from "../../causes";
import { percent } from "../../chart/geometry";
import { toRatio } from "./figures";

/** What becomes of the attempts at one tier; counts are for each 1,000 calls. */
export type FunnelRow = {
  key: string;
  tier: number;
  endpoint: string;
  attempted: string;
  served: string;
  /** Of its attempts; floored, so that one failure never reads as none. */
  success: string;
  failed: string;
  causes: { cause: Cause; name: string; count: string; look: CauseLook; x: number; width: number }[];
  skipped: string;
  /** "12% left" */
  headroom: string;
  isFull: boolean;
};

export type Funnel = { rows: FunnelRow[]; served: string; unserved: string; attempted: string; summary: string };

const COUNT = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

/** Attempted, served, failed by cause and passed by, tier by tier. */
export function prepareFunnel({ tiers, availability, attemptsPerCall }: SimulationResult): Funnel {
  const mostFailed = Math.max(...tiers.map(failedOf));
  const rows = tiers.map((tier) => rowOf(tier, mostFailed));
  const unserved = perThousand(1 - availability < 1e-12 ? 0 : 1 - availability);
  const served = restOfThousand(unserved);
  const said = rows.map(({ tier, attempted, served: answered }) => `tier ${tier} is tried ${attempted} times and serves ${answered}`);
  return {
    rows, served, unserved, attempted: perThousand(attemptsPerCall),
    summary: `Of 1,000 calls, ${said.join("; ")}. Served in all: ${served}, unserved: ${unserved}.`,
  };
}

function rowOf(tier: TierResult, mostFailed: number): FunnelRow {
  const failures = (Object.entries(tier.failed) as [Cause, number][]).filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a);
  let x = 0;
  const causes = failures.map(([cause, count]) => {
    const width = percent(count, mostFailed);
    const part = { cause, name: causeName(cause), count: perThousand(count), look: causeLook(cause), x, width };
    x += width;
    return part;
  });
  return {
    key: tier.endpointId, tier: tier.tier, endpoint: tier.endpoint,
    attempted: perThousand(tier.attempts), served: perThousand(tier.served), failed: perThousand(failedOf(tier)), skipped: perThousand(tier.skipped),
    success: tier.attempts === 0 ? NOT_APPLICABLE : successOf(tier.served / tier.attempts),
    causes,
    headroom: headroomOf(tier.limitUse), isFull: tier.limitUse !== null && tier.limitUse >= 1,
  };
}

function failedOf({ failed }: TierResult): number {
  return Object.values(failed).reduce((sum, count) => sum + count, 0);
}

/** Three digits, whatever the size: 970, 28.5, 0.015. */
function perThousand(perCall: number): string {
  return COUNT.format(perCall * 1_000);
}

/** With as many decimals as what is taken off has, so that the two add up as they are shown. */
function restOfThousand(text: string): string {
  const decimals = text.split(".")[1]?.length ?? 0;
  return new Intl.NumberFormat("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(1_000 - Number(text.replace(",", "")));
}

function successOf(success: number): string {
  return share(toRatio(Math.min(1, success)));
}

function headroomOf(use: number | null): string {
  if (use === null) return "no limit";
  const left = Math.floor((1 - use) * 100);
  if (left <= 0) return use >= 1 ? "none left" : "under 1% left";
  return `${left}% left`;
}
