import type { DatedPrice, EndpointModel, FailureKind, Scenario, Traffic, Trouble } from "@/lib/sandbox/scenario";
import { meanOf } from "@/lib/sandbox/spread";
import { drillFailure, hasCutStreams } from "./failures";
import { compressRules, compressTiers, type Haste } from "./compress-profile";
import { drawOutages } from "./draw-outages";
import { DrillError } from "./drill-error";
import { expectedCalls, rateStretches } from "./run-rate";

/** A run as it is drilled: shorter, faster, and with nothing in it that practice providers cannot do. */
export type Compressed = {
  /** With which the drill is compared. Its minutes are those of the drill. */
  scenario: Scenario;
  seconds: number;
  haste: Haste;
  /** What the drill leaves out of the scenario, in sentences. */
  leftOut: string[];
};

/** As many as a gateway in development mode takes beside its pages. */
export const CALLS_PER_SECOND = 30;
/** Practice providers are told of each: more would keep this process from everything else. */
const MOST_TROUBLES = 500;
const LEAST_SECONDS = 2;
const MOST_SECONDS = 90;
/** What practice providers, gateway and client together write and read, on a machine that does other things too. */
const STREAMED_TOKENS_PER_SECOND = 8_000;
const MOST_ANSWER_TOKENS = 100_000;
/** How many times as long as the slowest good answer takes. */
const PATIENCE = 3;
const LEAST_PATIENCE_MS = 4_000;

/** @throws DrillError when there is nothing to drill */
export function compressScenario(given: Scenario, { calls, nowMs, callsPerSecond = CALLS_PER_SECOND }: { calls: number; nowMs: number; callsPerSecond?: number }): Compressed {
  const expected = expectedCalls(rateStretches(given.traffic, given.trouble));
  if (!(expected > 0)) throw new DrillError("The scenario has no calls");
  const shapes = drillShapes(given.traffic.shapes);
  const seconds = Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, calls / callsPerSecond, (calls * streamedTokens(shapes)) / STREAMED_TOKENS_PER_SECOND));
  const scale = seconds / 60 / given.traffic.minutes;
  const rate = ((calls / seconds) * 60) / (expected / given.traffic.minutes);
  const time = Math.max(1, rate);
  const patienceMs = Math.max(LEAST_PATIENCE_MS, Math.ceil((PATIENCE * slowestAnswerMs(given, shapes)) / time));
  const haste: Haste = { rate, time, calls: (calls / expected) * Math.max(1, given.traffic.minutes / 1_440), patienceMs };
  const { profile, traffic } = given;
  const outages = drawOutages(given);
  if (outages.length > MOST_TROUBLES) throw new DrillError(`The scenario has more than ${MOST_TROUBLES} outages at random, which is more than a drill can follow: make the run shorter or outages rarer`);
  const trouble = [...given.trouble, ...outages].flatMap((each) => compressTrouble(each, scale, haste, given.breakers));
  const scenario: Scenario = {
    ...given,
    // The gateway's cannot be turned off.
    breakers: true,
    profile: { ...profile, rules: compressRules(profile.rules, profile.tiers.length, haste), tiers: compressTiers(profile.tiers, haste) },
    traffic: {
      ...traffic, shapes, startsAtMs: nowMs, minutes: traffic.minutes * scale,
      // In few binary digits, so that multiples of it are exact and no rounding sets a moment back into the stretch before.
      rate: { stretchMinutes: Math.fround(traffic.rate.stretchMinutes * scale), callsPerMinute: traffic.rate.callsPerMinute.map((each) => each * rate) },
    },
    endpoints: new Map([...given.endpoints].map(([id, model]) => [id, compressEndpoint(model, given, haste)])),
    domains: new Map(),
    trouble,
  };
  return { scenario, seconds, haste, leftOut: listLeftOut(given) };
}

/** Practice providers tell input, cached input and output: the finer classes are counted as those. */
function drillShapes(shapes: Traffic["shapes"]): Traffic["shapes"] {
  return shapes.map(({ weight, usage, stream }) => ({
    weight, stream,
    usage: { ...usage, cacheWrite5m: 0, cacheWrite1h: 0, reasoning: 0, output: Math.min(MOST_ANSWER_TOKENS, Math.max(1, usage.output)) },
  }));
}

/** At the run's own speed. */
function slowestAnswerMs({ endpoints, trouble }: Scenario, shapes: Traffic["shapes"]): number {
  const tokens = Math.max(...shapes.map(({ usage }) => usage.output));
  const slowness = trouble.reduce((all, each) => (each.kind === "slow" ? all * Math.max(1, each.factor) : all), 1);
  return slowness * Math.max(...[...endpoints.values()].map((model) => meanOf(model.firstTokenMs) + (tokens / model.tokensPerSecond) * 1_000));
}

/** Of a call, on average. */
function streamedTokens(shapes: Traffic["shapes"]): number {
  const weight = shapes.reduce((sum, shape) => sum + shape.weight, 0);
  return shapes.reduce((sum, shape) => sum + (shape.stream ? shape.weight * shape.usage.output : 0), 0) / weight;
}

function compressEndpoint(model: EndpointModel, { breakers, traffic }: Scenario, haste: Haste): EndpointModel {
  return {
    ...model,
    failures: model.failures.map((failure) => compressFailure(failure, haste, breakers)),
    firstTokenMs: { kind: "fixed", value: meanOf(model.firstTokenMs) / haste.time },
    tokensPerSecond: model.tokensPerSecond * haste.time,
    limits: null,
    prices: priceAt(model.prices, traffic.startsAtMs),
  };
}

function priceAt(prices: readonly DatedPrice[], atMs: number): DatedPrice[] {
  const inForce = prices.filter(({ validFromMs }) => validFromMs <= atMs).at(-1);
  return inForce ? [{ validFromMs: 0, price: inForce.price }] : [];
}

/** @param breakers where the scenario has none, no wait is named: a named one would open the gateway's with the first failure */
function compressFailure(failure: FailureKind, { time }: Haste, breakers: boolean): FailureKind {
  const retryAfterMs = failure.retryAfterMs === null || !breakers ? null : Math.max(1, Math.ceil(failure.retryAfterMs / time));
  return drillFailure({ ...failure, retryAfterMs, afterMs: { kind: "fixed", value: meanOf(failure.afterMs) / time } });
}

function compressTrouble(trouble: Trouble, scale: number, haste: Haste, breakers: boolean): Trouble[] {
  const span = { fromMinute: trouble.fromMinute * scale, toMinute: trouble.toMinute * scale };
  if (trouble.kind === "price") return [];
  if (trouble.kind === "outage") return [{ ...trouble, ...span, failure: compressFailure(trouble.failure, haste, breakers) }];
  return [{ ...trouble, ...span }];
}

function listLeftOut({ breakers, endpoints, trouble, traffic, profile }: Scenario): string[] {
  const models = [...endpoints.values()];
  const has = (isSo: boolean, sentence: string) => (isSo ? [sentence] : []);
  return [
    ...has(!breakers, "Breakers are on, as they always are in the gateway; providers name no time to wait, so that single failures do not open them."),
    ...has(models.some(({ limits }) => limits !== null), "Providers have no limits of their own here."),
    ...has(trouble.some(({ kind }) => kind === "price"), "Prices do not change: those at the start of the run hold."),
    ...has(traffic.shapes.some(({ usage }) => usage.cacheWrite5m + usage.cacheWrite1h + usage.reasoning > 0), "Cache writes are counted as input, reasoning as output."),
    ...has(profile.tiers.some(({ rules }) => rules.when?.utc), "Conditions by the time of day look at the clock now."),
    ...has(hasCutStreams({ endpoints, trouble }), "Some answers break off half-way. What those cost is an estimate, so that effective cost is not compared."),
    ...has(models.some((model) => model.firstTokenMs.kind !== "fixed"), "Each endpoint takes its mean time for every answer."),
  ];
}
