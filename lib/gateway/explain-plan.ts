import type { Candidate } from "@/lib/core/plan";
import type { Caller } from "./authenticate";
import type { Call } from "./call";
import { describeEntry } from "./describe-plan";
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
      dropped: plan.entries.filter(({ kept }) => !kept).map(describeEntry),
    },
    { "x-request-id": requestId },
  );
}

function describeCandidate({ position, endpoint, rules, prospect }: Candidate, { plan }: Call) {
  const { provider, model, name } = endpoint;
  const entry = plan.entries.find((each) => each.kept && each.endpoint === name);
  return {
    position,
    ...(entry && describeEntry(entry)),
    provider,
    model,
    degraded: rules.degraded,
    retries: rules.retries,
    expected_tokens: prospect.tokens,
  };
}
