import type { Ratio } from "@/lib/core/ratio";
import { computeWarc, type Warc } from "@/lib/core/warc";
import type { Interval, Intervals, SimulationResult, Stretch, TierResult, Timeline } from "../result";
import { expectedCalls } from "./arrivals";
import type { Counts } from "./counts";
import { LogHistogram } from "./log-histogram";
import { wilsonInterval } from "../wilson";
import type { Prepared } from "./prepared";
import { intervalOf } from "./student-t";
import { failuresOf, servedOf, sumsOf } from "./sums";

const PICO_PER_USD = 1e12;
const MINUTE_MS = 60_000;
/** 30 days. */
const MONTH_MINUTES = 43_200;

/** What one replication, or all of them together, come to. */
type Figures = Pick<
  SimulationResult,
  | "availability" | "warcUsdPerMillion" | "primaryUsdPerMillion" | "weightingUsdPerMillion" | "wasteUsdPerMillion"
  | "effectiveUsdPerMillion" | "spendUsd" | "monthlyUsd" | "firstTokenMs" | "wholeMs" | "sums"
> & { p: number[]; tries: { calls: number; served: number } };

/**
 * What the counts of all replications say. `calls` and `sums` are those of all replications together, shares and rates
 * their means; spend and timeline are those of a mean replication, and intervals show how far replications lie apart.
 * @param reachedMinute see SimulationResult
 */
export function summarise(prepared: Prepared, counts: readonly Counts[], reachedMinute: number | null): SimulationResult {
  const figuresIn = (some: readonly Counts[]) => figuresOf(prepared, some, reachedMinute);
  const { p, tries: { calls }, ...figures } = figuresIn(counts);
  const perCall = (count: number) => (calls === 0 ? 0 : count / calls);
  const warc = figures.sums ? computeWarc(figures.sums) : null;
  return {
    engine: "events",
    calls,
    tiers: prepared.tiers.map((tier, index): TierResult => {
      const own = counts.flatMap((each) => each.tiers[index] ?? []);
      const { endpoint } = tier.input;
      const served = servedOf(own);
      const failed = [...failuresOf(tier, own)].map(([cause, count]) => [cause, perCall(count)]);
      const uses = own.flatMap(({ use }) => (use ? Math.max(...use.parts) : []));
      const composite = warc?.tiers[index]?.compositeCost ?? null;
      return {
        tier: index + 1,
        endpointId: endpoint.id,
        endpoint: endpoint.name,
        failureDomain: endpoint.failureDomain,
        p: p[index] ?? 0,
        pUnconditional: perCall(served),
        usdPerMillion: tier.costPico.includes(null) ? null : toNumber(composite),
        attempts: perCall(total(own, ({ attempts }) => attempts)),
        served: perCall(served),
        failed: Object.fromEntries(failed) as TierResult["failed"],
        skipped: perCall(total(own, ({ skipped }) => skipped)),
        limitUse: uses.length > 0 ? Math.max(...uses) : null,
      };
    }),
    availabilityWithoutFallback: perCall(total(counts, (each) => each.servedByFirst)),
    attemptsPerCall: perCall(figures.sums?.attempts ?? 0),
    ...figures,
    intervals: intervalsOf(counts.map((each) => figuresIn([each]))),
    timeline: timelineOf(prepared, counts),
    reachedMinute,
  };
}

function figuresOf(prepared: Prepared, counts: readonly Counts[], reachedMinute: number | null): Figures {
  const sums = sumsOf(prepared, counts);
  const warc = computeWarc(sums);
  const served = warc.served;
  const calls = total(counts, (each) => each.calls);
  // What a part costs is not known, and so is the whole.
  const money = (of: (warc: Warc) => number | null) => (sums.unknownAmounts === 0 ? of(warc) : null);
  const spentUsd = money(({ spendPico }) => Number(spendPico) / PICO_PER_USD);
  return {
    tries: { calls, served },
    availability: calls === 0 ? 0 : served / calls,
    p: sums.tiers.map((tier) => (served === 0 ? 0 : tier.served / served)),
    warcUsdPerMillion: money(({ warc: each }) => toNumber(each)),
    primaryUsdPerMillion: money(({ primary }) => toNumber(primary)),
    weightingUsdPerMillion: money(({ weighting }) => toNumber(weighting)),
    wasteUsdPerMillion: money(({ wastePerMillion }) => toNumber(wastePerMillion)),
    effectiveUsdPerMillion: money(({ effective }) => toNumber(effective)),
    spendUsd: spentUsd === null || counts.length === 0 ? null : spentUsd / counts.length,
    monthlyUsd: spentUsd === null ? null : spentUsd * monthsOf(prepared, counts, reachedMinute !== null),
    firstTokenMs: merge(counts.map((each) => each.firstTokenMs)).timing(),
    wholeMs: merge(counts.map((each) => each.wholeMs)).timing(),
    sums,
  };
}

/** How many times what so many runs spend 30 days do: as many as would fit, or of runs that ended early as have more calls. */
function monthsOf({ scenario: { traffic, trouble } }: Prepared, counts: readonly Counts[], isCut: boolean): number {
  const runs = isCut ? total(counts, ({ calls }) => calls) / expectedCalls(traffic, trouble) : counts.length;
  return runs === 0 ? 0 : MONTH_MINUTES / traffic.minutes / runs;
}

function intervalsOf(replications: readonly Figures[]): Intervals | null {
  const interval = (of: (figures: Figures) => number | null): Interval | null => {
    const values = replications.map(of);
    return values.includes(null) ? null : intervalOf(values.filter((value) => value !== null));
  };
  // Replications that agree, since none of them saw what is rare, still leave open what so few calls cannot show.
  const share = (of: (figures: Figures) => number, triesOf: (figures: Figures) => number): Interval | null => {
    const found = interval(of);
    const tries = total(replications, triesOf);
    const [low, high] = wilsonInterval(total(replications, (each) => of(each) * triesOf(each)), tries);
    return found && [Math.max(0, Math.min(low, found[0])), Math.min(1, Math.max(high, found[1]))];
  };
  const availability = share((figures) => figures.availability, ({ tries }) => tries.calls);
  if (!availability) return null;
  return {
    replications: replications.length,
    availability,
    warcUsdPerMillion: interval((figures) => figures.warcUsdPerMillion),
    effectiveUsdPerMillion: interval((figures) => figures.effectiveUsdPerMillion),
    monthlyUsd: interval((figures) => figures.monthlyUsd),
    p: (replications[0]?.p ?? []).map((_, tier) => share(({ p }) => p[tier] ?? 0, ({ tries }) => tries.served) ?? [0, 1]),
    firstTokenP95Ms: interval((figures) => figures.firstTokenMs?.p95Ms ?? null),
  };
}

function timelineOf({ tiers }: Prepared, counts: readonly Counts[]): Timeline | null {
  const [first] = counts;
  if (!first) return null;
  const { stretches, stretchMs } = first.timeline;
  const mean = (of: (each: Counts) => number) => total(counts, of) / counts.length;
  return {
    stretchMinutes: stretchMs / MINUTE_MS,
    stretches: Array.from({ length: stretches }, (_, at): Stretch => ({
      calls: mean(({ timeline }) => timeline.calls[at] ?? 0),
      served: tiers.map((_tier, index) => mean(({ timeline }) => timeline.served[at * tiers.length + index] ?? 0)),
      unserved: mean(({ timeline }) => timeline.unserved[at] ?? 0),
      spendUsd: mean(({ timeline }) => timeline.spendUsd[at] ?? 0),
      limitUse: tiers.map((_tier, index) => (first.tiers[index]?.use ? mean((each) => each.tiers[index]?.use?.parts[at] ?? 0) : null)),
    })),
  };
}

function merge(histograms: readonly LogHistogram[]): LogHistogram {
  const all = new LogHistogram();
  for (const each of histograms) all.addAll(each);
  return all;
}

function toNumber(value: Ratio | null): number | null {
  return value && Number(value.numerator) / Number(value.denominator);
}

function total<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((sum, item) => sum + count(item), 0);
}
