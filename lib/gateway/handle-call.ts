import { ApiError } from "@/lib/core/errors";
import { planCall, type Candidate, type Plan } from "@/lib/core/plan";
import { findPriceInForce } from "@/lib/core/price";
import { uuidv7TimeMs } from "@/lib/core/uuidv7";
import { formatAnswer, type ServedBy } from "@/lib/wire/answer";
import { parseChatRequest, type ChatRequest } from "@/lib/wire/chat-request";
import { formatUsageMember } from "@/lib/wire/cost";
import type { Caller } from "./authenticate";
import type { Call } from "./call";
import type { Exchange, Reply } from "./exchange";
import { failureOf } from "./failure";
import type { Gateway } from "./gateway";
import type { TeamConfig } from "./live-config";
import { relayStream, type Settle } from "./relay";
import { costHeader, replyHeaders } from "./reply-headers";
import { requireJson } from "./require-json";
import { resolveRoute, type Route } from "./resolve";
import { Run, type Ask, type Over } from "./run";
import { settleCall } from "./settle";
import { toldCost } from "./told-cost";

/** `POST /chat/completions`: one call in its nine steps (docs/ARCHITECTURE.md). */
export async function handleCall(exchange: Exchange, caller: Caller, gateway: Gateway, callId: string): Promise<Reply> {
  const startedAt = performance.now();
  // The id's own time, so that lists by id and sums by time draw the same lines.
  const startedAtMs = uuidv7TimeMs(callId);
  requireJson(exchange);
  const body = await exchange.readBody();
  const uploadMs = performance.now() - startedAt;
  const request = parseChatRequest(body);
  gateway.admit();
  const team = gateway.teamOf(caller);
  const route = resolveRoute(request.names, team.catalog, startedAtMs);
  const plan = planOrRefuse(route, request);
  const call: Call = {
    id: callId, startedAt, startedAtMs, uploadMs, caller, request, route, plan,
    priceOf: (endpointId) => findPriceInForce(team.catalog.prices.get(endpointId) ?? [], startedAtMs),
  };
  const run = new Run(call, askUpstream(call, team, gateway, exchange.signal), exchange.signal);
  const settle: Settle = (over, httpStatus) =>
    gateway.record(settleCall(call, run, over, httpStatus, performance.now()));
  const result = await run.start();
  if (!("speaking" in result)) return replyWhole(call, run, result, settle);
  const served = servedBy(result.candidate);
  return {
    status: 200,
    headers: {
      ...replyHeaders(call, run, result.candidate, run.attempts.length + 1),
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
    body: relayStream(call, run, result, served, settle),
  };
}

function planOrRefuse(route: Route, request: ChatRequest): Plan {
  const plan = planCall(route.tiers, route.unresolved, request.preference);
  if (plan.candidates.length > 0) return plan;
  const reasons = plan.entries.map(({ endpoint, reason }) => `${endpoint}: ${reason}`).join("; ");
  throw new ApiError("model_not_found", `Nobody is left to serve the call. ${reasons}.`, { param: "provider" });
}

/** Step 7 for one candidate of this call. */
function askUpstream(call: Call, team: TeamConfig, gateway: Gateway, signal: AbortSignal): Ask {
  return ({ endpoint }, remainingMs) =>
    gateway.ask(team, endpoint, {
      request: call.request,
      timers: call.route.timers,
      remainingMs,
      signal,
    });
}

async function replyWhole(call: Call, run: Run, over: Over, settle: Settle): Promise<Reply> {
  const { answer, candidate } = over;
  if (!("body" in answer)) {
    const error = failureOf(run.attempts, over, run.retryAfterMs);
    await settle(over, error.status);
    throw error;
  }
  await settle(over, 200);
  const usage = run.attempts.at(-1)?.usage ?? null;
  const told = toldCost(run.attempts);
  return {
    status: 200,
    headers: {
      ...replyHeaders(call, run, candidate, run.attempts.length),
      ...costHeader(run),
      "content-type": "application/json",
    },
    body: formatAnswer(answer.body, servedBy(candidate), (reported) =>
      formatUsageMember(answer.usage === null ? null : reported, usage, told),
    ),
  };
}

/** The endpoint when the request named endpoints, else the model that served. */
function servedBy({ endpoint, namedEndpoint }: Candidate): ServedBy {
  return { model: namedEndpoint ? endpoint.name : endpoint.model, provider: endpoint.provider };
}
