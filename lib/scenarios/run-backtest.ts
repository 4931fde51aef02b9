import { listPricePeriods } from "@/lib/core/price-periods";
import type { Problems } from "@/lib/core/profile-draft";
import { floorQuarter, QUARTER_MS, type Range } from "@/lib/core/period";
import type { Db } from "@/lib/db";
import { listEndpointHours, readRecordedCalls } from "@/lib/reports/recorded-calls";
import type { Assumption } from "@/lib/sandbox/assumption";
import type { Background } from "@/lib/sandbox/background";
import { Backtest, type BacktestResult } from "@/lib/sandbox/backtest/backtest";
import { composeScenario } from "@/lib/sandbox/compose-scenario";
import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import type { SimulationResult } from "@/lib/sandbox/result";
import type { DatedPrice, SandboxProfile, Scenario } from "@/lib/sandbox/scenario";
import { listSandboxPrices } from "./list-sandbox-prices";

/** More than so many are thinned out evenly. */
export const MOST_CALLS = 200_000;

export type BacktestRun = {
  teamId: string;
  profile: SandboxProfile;
  /** Its version alone; left out: the calls of all versions. */
  version?: number;
  inputs: ScenarioInputs;
  background: Background;
  /** On quarter-hours. */
  range: Range;
  signal: AbortSignal;
};

export type BacktestEvent =
  | { type: "progress"; done: number; of: number }
  | { type: "done"; result: BacktestResult; assumptions: Assumption[]; recordedCalls: number; /** One of so many calls was looked at. */ oneOf: number }
  | { type: "refused"; problems: Problems };

/** Walks the calls of the profile with this slug through a candidate. Typed traffic is not looked at: the record is the traffic. */
export async function* runBacktest(db: Db, run: BacktestRun): AsyncGenerator<BacktestEvent, void> {
  const { teamId, profile, inputs, background, range, signal } = run;
  const composed = composeScenario({ inputs: { ...inputs, traffic: { callsPerMinute: 1 }, trouble: [] }, profile, background });
  if ("problems" in composed) {
    yield { type: "refused", problems: composed.problems };
    return;
  }
  const versions = await listVersions(db, run);
  const past = { rates: await listEndpointHours(db, teamId, range), prices: await listAllPrices(db, run, composed.scenario) };
  const periodMs = range.to.getTime() - range.from.getTime();
  const backtest = new Backtest({ scenario: composed.scenario, past, periodMs });
  let [seen, recordedCalls, oneOf, firstMs] = [0, 0, 1, Infinity];
  for await (const page of readRecordedCalls(db, { teamId, versions, range, most: MOST_CALLS })) {
    signal.throwIfAborted();
    backtest.add(page.calls);
    [seen, recordedCalls, oneOf] = [seen + page.calls.length, page.of, page.oneOf];
    firstMs = Math.min(firstMs, page.calls[0]?.startedAtMs ?? Infinity);
    yield { type: "progress", done: page.done, of: page.of };
  }
  if (seen === 0) {
    yield { type: "refused", problems: { period: `No calls of ${profile.slug} are recorded in this period: choose another one.` } };
    return;
  }
  const assumptions = composed.assumptions.filter(({ path }) => path.startsWith("endpoints.") || path === "seed");
  const result = backtest.result();
  // Those that were passed over cost as much as those that were looked at; before its first call a profile had none.
  const livedMs = Math.min(range.to.getTime(), background.takenAtMs) - floorQuarter(new Date(firstMs)).getTime();
  const times = ((oneOf === 1 ? 1 : recordedCalls / seen) * periodMs) / Math.max(QUARTER_MS, livedMs);
  yield { type: "done", result: { ...result, predicted: ofMonth(result.predicted, times), actual: ofMonth(result.actual, times) }, assumptions, recordedCalls, oneOf };
}

function ofMonth(result: SimulationResult, times: number): SimulationResult {
  return { ...result, monthlyUsd: result.monthlyUsd === null ? null : result.monthlyUsd * times };
}

async function listVersions(db: Db, { teamId, profile, version }: BacktestRun): Promise<{ id: string; version: number }[]> {
  const where = { teamId, profile: { slug: profile.slug }, ...(version !== undefined && { version }) };
  return db.profileVersion.findMany({ where, select: { id: true, version: true } });
}

/** All that there ever were; what was typed is in force all the time. */
async function listAllPrices(db: Db, { teamId, inputs, profile }: BacktestRun, { endpoints }: Scenario): Promise<Map<string, DatedPrice[]>> {
  const prices = await listSandboxPrices(db, teamId, listPricePeriods);
  for (const { endpoint } of profile.tiers) {
    if (inputs.endpoints[endpoint.name]?.price !== undefined) prices.set(endpoint.id, [...(endpoints.get(endpoint.id)?.prices ?? [])]);
  }
  return prices;
}
