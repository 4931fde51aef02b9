import type { Usage } from "@/lib/core/usage";
import type { Ranged, ScenarioInputs, TokensInput } from "./inputs";
import { middleOfRange, type RangeKind } from "./ranges";
import { recordedIn } from "./recorded-success";
import type { Assumption } from "./assumption";
import { downShareOf, type DomainModel, type EndpointModel, type Scenario } from "./scenario";
import { meanOf } from "./spread";

/** Where the ends of an input come from. */
export type Basis = "range" | "ledger" | "tenth";

/** An input that can be turned, all others as they are. */
export type Turn = { path: string; label: string; basis: Basis; ends: readonly [low: number, high: number]; turn: (value: number) => Scenario };

type Ends = Pick<Turn, "basis" | "ends">;
const TENTH = [0.9, 1.1] as const;
const MILLION = 1_000_000;

/**
 * All inputs that a result hangs on. Of a range its ends; of a recorded success rate its interval; of all else a tenth
 * less and more: of success and of time down a tenth of what fails or is down.
 */
export function listTurns(inputs: ScenarioInputs, composed: { scenario: Scenario; assumptions: readonly Assumption[] }): Turn[] {
  const { scenario } = composed;
  const tiers = scenario.profile.tiers.map(({ endpoint }) => endpoint);
  const recorded = new Map(recordedIn(composed).map(({ endpoint, interval }) => [endpoint, interval]));
  const turns = tiers.flatMap(({ id, name }) => {
    const model = scenario.endpoints.get(id);
    return model ? turnsOfEndpoint(scenario, { id, name, model, typed: inputs.endpoints[name] ?? {}, interval: recorded.get(name) }) : [];
  });
  const domains = [...scenario.domains].map(([name, model]) => turnOfDomain(scenario, name, model, inputs.domains[name]?.downShare));
  return [...turns, ...domains, ...turnsOfTraffic(scenario, inputs)].filter(({ ends: [low, high] }) => low !== high);
}

type Told = { id: string; name: string; model: EndpointModel; typed: ScenarioInputs["endpoints"][string]; interval: readonly [number, number] | undefined };

function turnsOfEndpoint(scenario: Scenario, { id, name, model, typed, interval }: Told): Turn[] {
  const path = `endpoints.${name}`;
  const withModel = (more: Partial<EndpointModel>): Scenario => ({ ...scenario, endpoints: new Map(scenario.endpoints).set(id, { ...model, ...more }) });
  const success = isRange(typed.success) ? { basis: "range" as const, ends: typed.success } : interval ? { basis: "ledger" as const, ends: interval } : tenthOfRest(model.success);
  const turns: Turn[] = [
    { path: `${path}.success`, label: `${name}: success`, ...success, turn: (value) => withModel({ success: value }) },
    { path: `${path}.price`, label: `${name}: price`, basis: "tenth", ends: TENTH, turn: (factor) => withPrice(scenario, id, factor) },
  ];
  const billed = model.failures.reduce((sum, { share, billedMillionths }) => sum + (share * billedMillionths) / MILLION, 0);
  if (billed === 0) return turns;
  const scaled = (factor: number) => withModel({ failures: model.failures.map((each) => ({ ...each, billedMillionths: Math.min(MILLION, Math.round(each.billedMillionths * factor)) })) });
  return [...turns, { path: `${path}.billedShare`, label: `${name}: billed share of failures`, ...asFactor(typed.billedShare, "share"), turn: scaled }];
}

/** As trouble over the whole run, so that plans look at it too. */
function withPrice(scenario: Scenario, id: string, factor: number): Scenario {
  const price = { kind: "price", endpointIds: [id], factorMillionths: Math.round(factor * MILLION), fromMinute: 0, toMinute: scenario.traffic.minutes } as const;
  return { ...scenario, trouble: [...scenario.trouble, price] };
}

function turnOfDomain(scenario: Scenario, name: string, model: DomainModel, typed: Ranged | undefined): Turn {
  const outage = meanOf(model.outageMinutes);
  const down = downShareOf(model.upMinutes, outage);
  const ends: Ends = isRange(typed) ? { basis: "range", ends: typed } : { basis: "tenth", ends: [0.9 * down, Math.min(1, 1.1 * down)] };
  const turn = (share: number): Scenario => {
    const domains = new Map(scenario.domains);
    if (share > 0) domains.set(name, { ...model, upMinutes: (outage * (1 - share)) / share });
    else domains.delete(name);
    return { ...scenario, domains };
  };
  return { path: `domains.${name}.downShare`, label: `${name}: share of time down`, ...ends, turn };
}

function turnsOfTraffic(scenario: Scenario, { traffic: typed }: ScenarioInputs): Turn[] {
  const { traffic } = scenario;
  const withUsage = (change: (usage: Usage) => Usage): Scenario => ({
    ...scenario, traffic: { ...traffic, shapes: traffic.shapes.map((shape) => ({ ...shape, usage: change(shape.usage) })) },
  });
  const withRate = (factor: number): Scenario => ({
    ...scenario, traffic: { ...traffic, rate: { ...traffic.rate, callsPerMinute: traffic.rate.callsPerMinute.map((rate) => rate * factor) } },
  });
  const turns: Turn[] = [
    { path: "traffic.callsPerMinute", label: "Calls a minute", ...asFactor(typed.callsPerMinute, "amount"), turn: withRate },
    { path: "traffic.inputTokens", label: "Input tokens", ...asFactor(meanOfTokens(typed.inputTokens), "amount"), turn: (factor) => withUsage((usage) => scaleInput(usage, factor)) },
    { path: "traffic.outputTokens", label: "Output tokens", ...asFactor(meanOfTokens(typed.outputTokens), "amount"), turn: (factor) => withUsage((usage) => scaleOutput(usage, factor)) },
  ];
  if (traffic.shapes.every(({ usage }) => usage.cachedInput === 0)) return turns;
  return [...turns, { path: "traffic.cachedShare", label: "Cached share of input", ...asFactor(typed.cachedShare, "share"), turn: (factor) => withUsage((usage) => scaleCached(usage, factor)) }];
}

function scaleInput(usage: Usage, factor: number): Usage {
  const scale = (count: number) => Math.floor(count * factor);
  return { ...usage, input: Math.ceil(usage.input * factor), cachedInput: scale(usage.cachedInput), cacheWrite5m: scale(usage.cacheWrite5m), cacheWrite1h: scale(usage.cacheWrite1h) };
}

function scaleOutput(usage: Usage, factor: number): Usage {
  return { ...usage, output: Math.ceil(usage.output * factor), reasoning: Math.floor(usage.reasoning * factor) };
}

function scaleCached(usage: Usage, factor: number): Usage {
  const most = usage.input - usage.cacheWrite5m - usage.cacheWrite1h;
  return { ...usage, cachedInput: Math.min(most, Math.round(usage.cachedInput * factor)) };
}

function meanOfTokens(typed: TokensInput | undefined): Ranged | undefined {
  return typeof typed === "object" && "mean" in typed ? typed.mean : typed;
}

/** The ends of a range as factors of its middle, which is what the scenario has. */
function asFactor(typed: Ranged | undefined, kind: RangeKind): Ends {
  const middle = isRange(typed) ? middleOfRange(typed, kind) : 0;
  if (!isRange(typed) || middle === 0) return { basis: "tenth", ends: TENTH };
  return { basis: "range", ends: [typed[0] / middle, typed[1] / middle] };
}

function tenthOfRest(success: number): Ends {
  return { basis: "tenth", ends: [Math.max(0, 1 - (1 - success) * 1.1), 1 - (1 - success) * 0.9] };
}

function isRange(value: Ranged | undefined): value is readonly [number, number] {
  return typeof value === "object";
}
