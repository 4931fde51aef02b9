import { findListPriceInForce, findPriceInForce } from "@/lib/core/price";
import { uuidv7TimeMs } from "@/lib/core/uuidv7";
import { parseChatRequest } from "@/lib/wire/chat-request";
import type { Caller } from "./authenticate";
import type { Call } from "./call";
import { readFacts } from "./call-facts";
import { readDeadline } from "./deadline-header";
import { enterCall } from "./enter-call";
import type { Exchange } from "./exchange";
import type { Gateway } from "./gateway";
import type { TeamConfig } from "./live-config";
import { planFor } from "./plan-call";
import { requireJson } from "./require-json";
import { Reserve } from "./reserve";
import { resolveRoute } from "./resolve";

/**
 * Steps 2 to 4, and of 5 what concerns the plan: what the client wants, whether a new call may begin, who may serve it,
 * and who of them fits the budgets. Calls nobody and reserves nothing; its plan may be empty.
 * @throws ApiError for whatever the request has wrong
 */
export async function prepareCall(
  exchange: Exchange,
  caller: Caller,
  gateway: Gateway,
  callId: string,
): Promise<{ call: Call; team: TeamConfig }> {
  const startedAt = performance.now();
  gateway.admit();
  // The id's own time, so that lists by id and sums by time draw the same lines.
  const startedAtMs = uuidv7TimeMs(callId);
  requireJson(exchange);
  const deadlineMs = readDeadline(exchange);
  const place = await enterCall(exchange, caller, gateway.admission);
  const readingAt = performance.now();
  const body = await exchange.readBody((bytes) => place.grow(bytes));
  const uploadMs = performance.now() - readingAt;
  const request = parseChatRequest(body);
  // Once more: a body can take its time.
  gateway.admit();
  const team = gateway.teamOf(caller);
  const route = resolveRoute(request.names, team.catalog);
  const facts = readFacts(request, route, startedAtMs);
  const owner = { teamId: caller.teamId, profileSlug: route.profileSlug };
  const totalMs = Math.min(route.rules.timers.totalMs, deadlineMs ?? Infinity);
  const priceOf: Call["priceOf"] = (endpointId) => findPriceInForce(team.catalog.prices.get(endpointId) ?? [], startedAtMs);
  const listPriceOf: Call["listPriceOf"] = (endpointId) => findListPriceInForce(team.catalog.prices.get(endpointId) ?? [], startedAtMs);
  const planned = planFor({ id: callId, request, route, facts, owner, totalMs, priceOf }, team.catalog, gateway.routing);
  const purse = gateway.budgets.openPurse({ ...owner, apiKeyId: caller.apiKeyId, memberId: caller.memberId, tags: request.tags }, startedAtMs);
  const reserve = purse && new Reserve(purse, { request, facts, priceOf });
  const plan = reserve ? reserve.narrow(planned, Date.now()) : planned;
  const call: Call = {
    id: callId, startedAt, startedAtMs, uploadMs, caller, owner, request, route, facts, totalMs, plan, reserve, priceOf, listPriceOf,
  };
  return { call, team };
}
