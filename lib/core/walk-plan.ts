import type { CallFacts } from "./call-facts";
import type { Candidate, Plan } from "./plan";
import { DEFAULT_TIMERS, type Endpoint, type ProfileRules, type TierRules, type Timers } from "./profile";
import { smoothChances } from "./strategy/chances";
import { reorderAfterFailures } from "./strategy/domain";
import { oddsOf, servedValue } from "./strategy/expected-cost";
import { reasonsUnseen } from "./unseen-reasoning";
import type { WalkCandidate, WalkPlan } from "./walk";

/** What the walk needs to know of a plan. @param deadlineMs on the clock that the walk is told the time of */
export function walkPlanOf(plan: Plan, rules: ProfileRules, facts: CallFacts, deadlineMs: number): WalkPlan {
  return {
    candidates: plan.candidates.map((candidate) => toWalkCandidate(candidate, rules, facts)),
    triggers: rules.triggers,
    backoff: rules.backoff,
    maxAttempts: rules.maxAttempts,
    wait: rules.wait,
    promptTokens: facts.promptTokens,
    deadlineMs,
    reorder: rules.strategy === "expected-cost" ? reorderBy(plan.candidates, rules, facts) : null,
  };
}

function toWalkCandidate({ endpoint, rules, prospect }: Candidate, profile: ProfileRules, facts: CallFacts): WalkCandidate {
  const { speed, costPico, outlook } = prospect;
  return {
    retries: rules.retries,
    triggers: rules.triggers,
    timers: patientWith(timersOf(rules, profile), facts, endpoint),
    contextTokens: endpoint.contextTokens,
    costPico,
    quickestMs: outlook.firstToken && outlook.firstToken.minMs,
    usualMs: speed && speed.p90Ms,
  };
}

const merged = new WeakMap<TierRules, { profile: ProfileRules; timers: Timers }>();

/** A tier's own timers come before its profile's; both stay the same for many calls. */
function timersOf(rules: TierRules, profile: ProfileRules): Timers {
  const known = merged.get(rules);
  if (known?.profile === profile) return known.timers;
  const timers = { ...profile.timers, ...rules.timers };
  merged.set(rules, { profile, timers });
  return timers;
}

/**
 * A model that reasons where nobody sees it is silent for minutes before its first token ("several minutes", says
 * platform.openai.com/docs/guides/reasoning): the default is then that of a whole answer. A timer that somebody set stays.
 */
function patientWith(timers: Timers, facts: CallFacts, { model, upstreamModel, parameters }: Endpoint): Timers {
  const isKnown = parameters?.includes("reasoning") ?? (reasonsUnseen(model) || reasonsUnseen(upstreamModel));
  const reasons = isKnown || facts.parameters.includes("reasoning");
  if (!reasons || timers.firstTokenMs !== DEFAULT_TIMERS.firstTokenMs) return timers;
  return { ...timers, firstTokenMs: Math.max(timers.firstTokenMs, timers.answerMs) };
}

/** Last resorts stay last, whatever the odds say. */
function reorderBy(candidates: readonly Candidate[], rules: ProfileRules, facts: CallFacts): NonNullable<WalkPlan["reorder"]> {
  // Most calls are served at once, and never ask.
  return (rest, failures, left) => {
    const entries = candidates.map(({ endpoint, prospect }) => ({
      odds: oddsOf(facts, endpoint, prospect.outlook),
      fellBack: smoothChances(prospect.outlook.chances).fellBack,
      failureDomain: endpoint.failureDomain,
    }));
    const value = servedValue(rules.servedValuePico, candidates.map(({ prospect }) => prospect.costPico));
    const isLast = (index: number) => candidates[index]?.rules.lastResort ?? false;
    const first = rest.filter((index) => !isLast(index));
    const told = failures.flatMap(({ candidate, cause }) => {
      const entry = entries[candidate];
      return entry ? { fellBack: entry.fellBack, failureDomain: entry.failureDomain, cause } : [];
    });
    const order = reorderAfterFailures(first.flatMap((index) => entries[index] ?? []), told, value, left);
    return [...order.flatMap((at) => first[at] ?? []), ...rest.filter(isLast)];
  };
}
