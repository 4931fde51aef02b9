import type { PracticeScript, ScriptPatch } from "@/lib/practice/script";
import type { Endpoint } from "@/lib/core/profile";
import type { FailureKind, Scenario } from "@/lib/sandbox/scenario";
import { type PracticeFault, practiceFault } from "./failures";

/** What one model of the practice providers does from a moment of the drill on. */
export type ScriptChange = { atMs: number; key: string; patch: ScriptPatch };

/** The script at the start of a drill, and how it changes as troubles come and go. */
export type DrillScript = { script: PracticeScript; changes: ScriptChange[] };

type Odds = { failure: FailureKind; chance: number }[];

/** @param scenario compressed: its delays are fixed and it has no outages but those in `trouble` */
export function planScript(scenario: Scenario): DrillScript {
  const faults = new Faults();
  const minutes = [0, ...scenario.trouble.flatMap(({ fromMinute, toMinute }) => [fromMinute, toMinute])];
  const moments = [...new Set(minutes)].filter((minute) => minute < scenario.traffic.minutes).sort((a, b) => a - b);
  const changes = scenario.profile.tiers.flatMap(({ endpoint }) => changesOf(scenario, endpoint, moments, faults));
  const first = changes.filter(({ atMs }) => atMs === 0).map(({ key, patch }) => [key, patch]);
  return {
    script: { seed: scenario.seed % 2 ** 31, faults: faults.byName, models: Object.fromEntries(first) as PracticeScript["models"] },
    changes: changes.filter(({ atMs }) => atMs > 0).sort((a, b) => a.atMs - b.atMs),
  };
}

/** What the practice providers call an endpoint. */
export function scriptKey({ provider, model }: Endpoint): string {
  return `${provider}/${model}`;
}

/** Of one endpoint, without those that change nothing. */
function changesOf(scenario: Scenario, endpoint: Endpoint, moments: readonly number[], faults: Faults): ScriptChange[] {
  const layers = moments.map((minute) => ({ atMs: minute * 60_000, key: scriptKey(endpoint), patch: layerAt(scenario, endpoint, minute, faults) }));
  return layers.filter(({ patch }, index) => JSON.stringify(patch) !== JSON.stringify(layers[index - 1]?.patch));
}

function layerAt(scenario: Scenario, endpoint: Endpoint, minute: number, faults: Faults): ScriptPatch {
  const model = scenario.endpoints.get(endpoint.id);
  if (!model) throw new Error(`The scenario says nothing of ${endpoint.name}`);
  const active = scenario.trouble.filter(({ fromMinute, toMinute }) => fromMinute <= minute && minute < toMinute);
  const here = active.filter((trouble) => "domains" in trouble && trouble.domains.includes(endpoint.failureDomain));
  const slowness = here.reduce((all, trouble) => (trouble.kind === "slow" ? all * trouble.factor : all), 1);
  const own: Odds = model.failures.map((failure) => ({ failure, chance: (1 - model.success) * failure.share }));
  const odds = here.reduce((before, trouble) => (trouble.kind === "outage" ? strike(before, trouble.share, trouble.failure) : before), own);
  const probability: Record<string, number> = {};
  for (const { failure, chance } of odds) {
    if (chance === 0) continue;
    const name = faults.nameOf(failure);
    probability[name] = (probability[name] ?? 0) + chance;
  }
  const firstTokenMs = model.firstTokenMs.kind === "fixed" ? model.firstTokenMs.value : 0;
  return { told: true, firstTokenMs: firstTokenMs * slowness, tokensPerSecond: model.tokensPerSecond / slowness, probability };
}

/** An outage takes its share of all attempts; the endpoint's own failures are among the rest. */
function strike(odds: Odds, share: number, failure: FailureKind): Odds {
  return [{ failure, chance: share }, ...odds.map((each) => ({ ...each, chance: each.chance * (1 - share) }))];
}

/** The ways to fail, each under one name however often it is met. */
class Faults {
  readonly byName: Record<string, PracticeFault> = {};
  private readonly names = new Map<string, string>();

  nameOf(failure: FailureKind): string {
    const fault = practiceFault(failure);
    const key = JSON.stringify(fault);
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const name = `${failure.cause}-drill-${this.names.size + 1}`;
    this.names.set(key, name);
    this.byName[name] = fault;
    return name;
  }
}
