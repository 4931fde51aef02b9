import type { Cause, Outcome } from "@/lib/core/outcome";
import type { Pico } from "@/lib/core/money";
import type { Plan } from "@/lib/core/plan";
import type { PlanInput } from "@/lib/core/plan-input";
import type { Usage } from "@/lib/core/usage";
import { next, startWalk, type WalkEvent, type WalkState, type WalkStep } from "@/lib/core/walk";
import { walkPlanOf } from "@/lib/core/walk-plan";
import type { Random } from "../random";
import type { Scenario } from "../scenario";
import { drawAttempt, successAt } from "./draw-attempt";
import { factsOf, isOwnCall, planRecorded, primaryCost } from "./plan-recorded";
import { priceAt } from "./price-at";
import type { RecordedAttempt, RecordedCall, RecordedPast } from "./recorded";

/** An attempt of the walk: replayed from the record, or drawn. */
export type WalkedAttempt = { tier: number; endpointId: string; outcome: Outcome; cause: Cause | null; usage: Usage | null; costPico: Pico | null; isReplayed: boolean };

export type WalkedCall = {
  outcome: Outcome;
  attempts: WalkedAttempt[];
  /** By tier: passed by since the door was closed. */
  skipped: number[];
  /** Whether the first of its plan served it. */
  isByPrimary: boolean;
  primaryCostPico: Pico | null;
  /** Until the first token, or the whole answer where it does not stream; null where not served. */
  firstTokenMs: number | null;
  wholeMs: number;
};

export type BacktestQuestion = { scenario: Scenario; past: RecordedPast };

type Position = { nowMs: number; used: Set<RecordedAttempt>; attempts: WalkedAttempt[]; skipped: number[]; servedFirstMs: number | null };

/** Walks the scenario's profile for a recorded call. @param random the call's own, so that the order of calls does not matter */
export function walkRecorded({ scenario, past }: BacktestQuestion, inputs: PlanInput[], call: RecordedCall, random: Random): WalkedCall {
  const usage = usageOf(call, scenario, random.split("usage"));
  const facts = factsOf(call, usage.input);
  const { rules } = scenario.profile;
  const plan = planRecorded({ scenario, past, call, facts, inputs, draw: random.split("plan").next() });
  const at: Position = { nowMs: 0, used: new Set(), attempts: [], skipped: plan.entries.flatMap(({ drop, tier }) => (drop === "down" || drop === "capped" ? tier : [])), servedFirstMs: null };
  if (plan.candidates.length === 0) return endedBy(at, "failed", plan, call, past);
  const walk = walkPlanOf(plan, rules, facts, rules.timers.totalMs);
  let state: WalkState;
  let step: WalkStep;
  [state, step] = next(startWalk(walk), { type: "start" }, walk, 0, 0);
  while (step.type !== "stop") {
    if (step.type === "wait") {
      at.nowMs += step.ms;
      [state, step] = next(state, { type: "waited" }, walk, at.nowMs, 0);
      continue;
    }
    if (step.type === "commit") throw new Error("A walk that was not told of content commits nothing");
    const candidate = plan.candidates[step.candidate];
    if (!candidate) throw new Error(`The plan has no candidate ${step.candidate}`);
    const recorded = call.attempts.find((each) => each.endpointId === candidate.endpoint.id && !at.used.has(each));
    const lastWord = recorded ? null : passedBy(call, candidate.endpoint.name, at, isOwnCall(scenario.profile, call));
    if (lastWord === "end") return endedBy(at, call.outcome, plan, call, past);
    if (lastWord === "skip") {
      if (at.attempts.every(({ tier }) => tier !== candidate.tier)) at.skipped.push(candidate.tier);
      [state, step] = next(state, { type: "skipped", why: "down", freeAtMs: null }, walk, at.nowMs, 0);
      continue;
    }
    const event = recorded
      ? replay(call, recorded, candidate.tier, candidate.rules.retries, at)
      : ask(candidate.tier, candidate.endpoint.id, at, { scenario, past, call, usage, timers: step.timers, random: random.split(`${candidate.endpoint.id} ${step.retry}`) });
    const isCut = event.type === "failed" && isSpoken(call, recorded);
    if (isCut) [state] = next(state, { type: "content" }, walk, at.nowMs, 0);
    [state, step] = next(state, event, walk, at.nowMs, recorded ? 0 : random.split(`pause ${at.attempts.length}`).next());
  }
  return endedBy(at, step.outcome, plan, call, past);
}

/** A stream that failed after it had spoken ended the call: nobody was asked after it. */
function isSpoken({ stream, attempts }: RecordedCall, recorded: RecordedAttempt | undefined): boolean {
  return recorded !== undefined && stream && recorded.firstTokenMs !== null && attempts.at(-1) === recorded;
}

/**
 * What the record says of an endpoint that it did not ask (again): `skip` where its turn had come and the call went on
 * without it, `end` where its own version asked nobody any more; null where it does not say.
 */
function passedBy({ plan, attempts }: RecordedCall, endpoint: string, { used }: Position, isOwn: boolean): "skip" | "end" | null {
  const place = plan.findIndex((each) => each.endpoint === endpoint && each.kept);
  const laterTiers = new Set(plan.slice(place + 1).map(({ tier }) => tier));
  const wasAsked = attempts.some((each) => plan[place]?.tier === each.tier);
  if (place >= 0 && !wasAsked && attempts.some((each) => !used.has(each) && laterTiers.has(each.tier))) return "skip";
  if (!isOwn || attempts.length === 0) return null;
  // A retry that its rules allow, and that nobody made.
  return attempts.every((each) => used.has(each)) ? "end" : "skip";
}

function replay(call: RecordedCall, recorded: RecordedAttempt, tier: number, retries: number, at: Position): WalkEvent {
  at.used.add(recorded);
  const startMs = Math.max(at.nowMs, recorded.offsetMs);
  at.nowMs = startMs + recorded.totalMs;
  const { endpointId, outcome, cause, usage, costPico, httpStatus } = recorded;
  at.attempts.push({ tier, endpointId, outcome, cause, usage, costPico, isReplayed: true });
  if (outcome === "aborted") return { type: "left" };
  if (outcome === "served") {
    at.servedFirstMs = startMs + (recorded.firstTokenMs ?? recorded.totalMs);
    return { type: "served" };
  }
  // Retry-After is not recorded: that the same endpoint was asked again, and when, tells of it.
  const following = call.attempts[call.attempts.indexOf(recorded) + 1];
  const again = following?.endpointId === endpointId ? following : null;
  const retryAfterMs = again && cause === "rate_limited" ? Math.max(0, again.offsetMs - recorded.offsetMs - recorded.totalMs) : null;
  const staleSocket = again !== null && cause === "network" && again.retry > retries;
  return { type: "failed", cause: cause ?? "server_error", httpStatus, retryAfterMs, staleSocket };
}

type Asked = { scenario: Scenario; past: RecordedPast; call: RecordedCall; usage: Usage; timers: Extract<WalkStep, { type: "attempt" }>["timers"]; random: Random };

function ask(tier: number, endpointId: string, at: Position, { scenario, past, call, usage, timers, random }: Asked): WalkEvent {
  const model = scenario.endpoints.get(endpointId);
  if (!model) throw new Error(`The scenario has no endpoint ${endpointId}`);
  const price = priceAt(past.prices.get(endpointId) ?? [], call.startedAtMs);
  const drawn = drawAttempt({ model, success: successAt(past, endpointId, call.startedAtMs, model), price, usage, stream: call.stream, timers, random });
  at.attempts.push({ tier, endpointId, outcome: drawn.outcome, cause: drawn.cause, usage: drawn.usage, costPico: drawn.costPico, isReplayed: false });
  if (drawn.outcome === "served") at.servedFirstMs = at.nowMs + (drawn.firstTokenMs ?? drawn.totalMs);
  at.nowMs += drawn.totalMs;
  if (drawn.outcome === "served") return { type: "served" };
  return { type: "failed", cause: drawn.cause ?? "server_error", httpStatus: drawn.httpStatus, retryAfterMs: drawn.retryAfterMs, staleSocket: false };
}

/** What the call read and wrote, wherever it was served; of one that nobody answered, what calls are like. */
function usageOf({ attempts }: RecordedCall, { traffic }: Scenario, random: Random): Usage {
  const known = attempts.find(({ outcome, usage }) => outcome === "served" && usage !== null)?.usage ?? attempts.find(({ usage }) => usage !== null)?.usage;
  if (known) return known;
  const total = traffic.shapes.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.next() * total;
  const shape = traffic.shapes.find(({ weight }) => (left -= weight) < 0) ?? traffic.shapes.at(-1);
  if (!shape) throw new Error("A scenario has no calls");
  return shape.usage;
}

function endedBy({ attempts, skipped, servedFirstMs, nowMs }: Position, outcome: Outcome, plan: Plan, call: RecordedCall, past: RecordedPast): WalkedCall {
  const last = attempts.at(-1);
  const served = outcome === "served" && last?.outcome === "served" ? last : null;
  return {
    outcome, attempts, skipped,
    isByPrimary: served !== null && served.endpointId === plan.primary?.id,
    primaryCostPico: served?.usage ? primaryCost(plan, call, past, { usage: served.usage, isReplayed: served.isReplayed }) : null,
    firstTokenMs: served ? servedFirstMs : null,
    wholeMs: nowMs,
  };
}
