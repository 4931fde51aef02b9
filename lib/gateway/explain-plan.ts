import type { Candidate } from "@/lib/core/plan";
import { formatUsdExact } from "@/lib/core/money";
import type { Caller } from "./authenticate";
import type { Call } from "./call";
import { jsonReply, type Exchange, type Reply } from "./exchange";
import type { Gateway } from "./gateway";
import { prepareCall } from "./prepare-call";

/**
 * `POST /plan`: the plan that the body's call would get at this moment, with what was kept and dropped and why. Asks no
 * provider, reserves nothing, and leaves no record. A strategy that draws, draws anew for the call itself.
 */
export async function explainPlan(exchange: Exchange, caller: Caller, gateway: Gateway, requestId: string): Promise<Reply> {
  const { call } = await prepareCall(exchange, caller, gateway, requestId);
  const { plan, route, facts } = call;
  return jsonReply(
    200,
    {
      object: "plan",
      profile: route.profileSlug,
      profile_version: route.profileVersion,
      strategy: route.rules.strategy,
      prompt_tokens: facts.promptTokens,
      deadline_ms: call.totalMs,
      primary: plan.primary?.name ?? null,
      candidates: plan.candidates.map((candidate) => describeCandidate(candidate, call)),
      dropped: plan.entries.flatMap(({ kept, endpoint, tier, drop, reason, expectedCostUsd, expectedMs }) =>
        kept ? [] : { endpoint, tier, drop, reason, expected_cost: expectedCostUsd, expected_ms: expectedMs },
      ),
    },
    { "x-request-id": requestId },
  );
}

function describeCandidate({ position, tier, endpoint, rules, prospect }: Candidate, { plan }: Call) {
  const entry = plan.entries.find(({ kept, endpoint: name }) => kept && name === endpoint.name);
  return {
    position,
    tier,
    endpoint: endpoint.name,
    provider: endpoint.provider,
    model: endpoint.model,
    reason: entry?.reason ?? "",
    degraded: rules.degraded,
    retries: rules.retries,
    // Decimal text: a JSON number would lose digits in some readers. null is not known.
    expected_cost: prospect.costPico === null ? null : formatUsdExact(prospect.costPico),
    expected_tokens: prospect.tokens,
    // To the first token of a stream, to the whole answer of other calls.
    expected_ms: prospect.expectedMs,
  };
}
