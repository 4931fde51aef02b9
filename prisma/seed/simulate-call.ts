import type { TeamCatalog } from "@/lib/catalog/catalog";
import type { CallFacts } from "@/lib/core/call-facts";
import { NOTHING_KNOWN } from "@/lib/core/outlook";
import { planCall, type Candidate, type Plan } from "@/lib/core/plan";
import { findPriceInForce, priceUsage } from "@/lib/core/price";
import { NIL_ID, type ProfileRules } from "@/lib/core/profile";
import { uuidv7 } from "@/lib/core/uuidv7";
import { next, startWalk, type WalkEvent, type WalkStep } from "@/lib/core/walk";
import { walkPlanOf } from "@/lib/core/walk-plan";
import { resolveRoute, type Route } from "@/lib/gateway/resolve";
import type { AttemptRecord, CallRecord } from "@/lib/ledger/record";
import type { HostWeather } from "./hosts";
import type { Random } from "./random";
import { type Request, simulateAttempt } from "./simulate-attempt";
import type { App, Arrival } from "./traffic";

export type World = {
  team: TeamCatalog;
  /** The API key of each app, by the app's name. */
  apiKeyIds: ReadonlyMap<string, string>;
  /** The owner of all of them. */
  memberId: string;
  weather: HostWeather;
  random: Random;
};

/** One call of the demonstration, walked by the same reducer as a real one. */
export function simulateCall({ app, atMs }: Arrival, world: World): CallRecord {
  const { team, random } = world;
  const names = [app.asks].flat();
  const route = resolveRoute(names, team);
  const id = uuidv7(atMs, random.bytes(10));
  const request = drawRequest(app, random);
  const facts = factsOf(request, atMs);
  const plan = planOf(route, facts, team);
  const walked = walk(plan, request, route.rules, facts, world);
  const { attempts, stop } = walked;
  const served = attempts.find((attempt) => attempt.outcome === "served") ?? null;
  const repriced = (endpointId: string | null | undefined) => repricePico(served, endpointId, team, atMs);
  const spoke = attempts.find((attempt) => attempt.firstTokenMs !== null);
  const overheadUs = Math.round(random.around(420, 0.35));
  return {
    id,
    teamId: team.id,
    startedAtMs: atMs,
    profileVersionId: route.profileVersionId,
    profileSlug: route.profileSlug,
    apiKeyId: world.apiKeyIds.get(app.name) ?? NIL_ID,
    memberId: world.memberId,
    requestedModel: names.join(", "),
    stream: app.stream,
    outcome: stop.outcome,
    cause: stop.cause,
    httpStatus: statusOf(attempts, stop),
    servedTier: served && walked.candidate.tier,
    servedEndpoint: served && served.endpoint,
    planPosition: served && walked.candidate.position,
    rescued: served !== null && walked.candidate.position > 1,
    plan: plan.entries,
    tags: { demonstration: "true", app: app.name },
    primaryCostPico: repriced(plan.primary?.id),
    baselineCostPico: repriced(route.baselineEndpointId),
    firstTokenMs: spoke ? spoke.startedAtMs - atMs + (spoke.firstTokenMs ?? 0) : null,
    totalMs: walked.endedAtMs - atMs + Math.ceil(overheadUs / 1000),
    overheadUs,
    attempts,
  };
}

function drawRequest(app: App, random: Random): Request {
  const refused = random.happens(0.0015);
  return {
    app,
    inputTokens: Math.round(Math.min(random.around(app.inputTokens, 0.6), 60_000)),
    outputTokens: Math.max(1, Math.round(random.around(app.outputTokens, 0.5))),
    refusedAs: refused ? (random.happens(0.6) ? "context_length" : "content_filter") : null,
    leaves: random.happens(0.008),
  };
}

function factsOf({ app, inputTokens }: Request, startedAtMs: number): CallFacts {
  const none = { tools: false, images: false, jsonSchema: false, inputs: [], parameters: [], metadata: {} };
  return { startedAtMs, promptTokens: inputTokens, maxOutputTokens: null, stream: app.stream, ...none };
}

/** As the gateway would plan it, with nothing known of the hosts but their prices. */
function planOf({ rules, tiers, unresolved }: Route, facts: CallFacts, team: TeamCatalog): Plan {
  return planCall({
    rules, tiers, unresolved, unsayableAt: () => null, preference: {}, facts, remainingMs: rules.timers.totalMs, draw: 0.5,
    outlookOf: ({ endpoint }) => ({
      ...NOTHING_KNOWN,
      price: findPriceInForce(team.prices.get(endpoint.id) ?? [], facts.startedAtMs)?.price ?? null,
    }),
  });
}

type Stop = Extract<WalkStep, { type: "stop" }>;
type Walked = { attempts: AttemptRecord[]; candidate: Candidate; stop: Stop; endedAtMs: number };

function walk(plan: Plan, request: Request, rules: ProfileRules, facts: CallFacts, world: World): Walked {
  const { random } = world;
  const { startedAtMs } = facts;
  const limits = walkPlanOf(plan, rules, facts, startedAtMs + rules.timers.totalMs);
  const attempts: AttemptRecord[] = [];
  let clock = startedAtMs + 1;
  let candidate = plan.candidates[0];
  const attemptAt = ({ endpoint: { id: endpointId, provider, model } }: Candidate, atMs: number) => {
    // The price of the call's start, so that a rollup's quarter-hour never holds two.
    const price = findPriceInForce(world.team.prices.get(endpointId) ?? [], startedAtMs);
    const asked = { request, provider, model, price, atMs, firstTokenLimitMs: rules.timers.firstTokenMs };
    const id = uuidv7(atMs, random.bytes(10));
    return { id, startedAtMs: atMs, ...simulateAttempt(asked, world.weather, random) };
  };
  let [state, step] = next(startWalk(limits), { type: "start" }, limits, clock, random.unit());
  const tell = (event: WalkEvent) => {
    [state, step] = next(state, event, limits, clock, random.unit());
  };
  while (step.type !== "stop") {
    if (step.type === "wait") {
      clock += step.ms;
      tell({ type: "waited" });
    } else if (step.type === "attempt") {
      candidate = plan.candidates[step.candidate];
      if (!candidate) break;
      const attempt = attemptAt(candidate, clock);
      attempts.push({ ...attempt, ...place(candidate), number: attempts.length + 1, retry: step.retry });
      clock += attempt.totalMs;
      if (attempt.firstTokenMs !== null) tell({ type: "content" });
      tell(eventOf(attempt));
    }
  }
  if (step.type !== "stop" || !candidate) throw new Error("the demonstration asked for a call with no candidate");
  return { attempts, candidate, stop: step, endedAtMs: clock };
}

function place({ tier, endpoint }: Candidate) {
  return { tier, endpointId: endpoint.id, endpoint: endpoint.name, provider: endpoint.provider };
}

function eventOf({ outcome, cause, httpStatus }: Pick<AttemptRecord, "outcome" | "cause" | "httpStatus">): WalkEvent {
  if (outcome === "served") return { type: "served" };
  if (outcome === "aborted" || cause === null) return { type: "left" };
  return { type: "failed", cause, httpStatus, retryAfterMs: cause === "rate_limited" ? 20_000 : null, staleSocket: false };
}

/** The served usage at another endpoint's price of the call's start; null when either is not known. */
function repricePico(served: AttemptRecord | null, endpointId: string | null | undefined, team: TeamCatalog, atMs: number) {
  const price = findPriceInForce(team.prices.get(endpointId ?? "") ?? [], atMs);
  return served?.usage && price ? priceUsage(price.price, served.usage).costPico : null;
}

/** As the gateway would have answered. */
function statusOf(attempts: AttemptRecord[], { outcome, cause }: Stop): number {
  if (outcome === "served" || attempts.at(-1)?.firstTokenMs != null) return 200;
  if (outcome === "aborted") return 499;
  if (cause === "context_length" || cause === "content_filter") return 400;
  if (attempts.every((attempt) => attempt.cause === "rate_limited")) return 429;
  return attempts.every((attempt) => attempt.cause?.startsWith("timeout_")) ? 504 : 502;
}
