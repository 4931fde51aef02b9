import type { CallFacts } from "./call-facts";
import type { Pico } from "./money";
import type { Outlook, Speed } from "./outlook";
import type { PlanInput } from "./plan-input";
import { costOfUsage } from "./price";
import { expectUsage } from "./strategy/expected-cost-of-call";
import { usageTokens } from "./usage";

/** A tier and what it promises for one call. null is not known. */
export type Prospect = {
  tier: PlanInput;
  outlook: Outlook;
  /** What this call is expected to read and write there. */
  tokens: number;
  /** What it is expected to cost there. */
  costPico: Pico | null;
  /** How long it takes to the first token (streams), or to the whole answer. */
  speed: Speed | null;
  /** The middle of `speed`, in whole milliseconds. */
  expectedMs: number | null;
};

export function weighProspect(tier: PlanInput, facts: CallFacts, outlook: Outlook): Prospect {
  const speed = facts.stream ? outlook.firstToken : outlook.whole;
  const usage = expectUsage(facts, outlook, tier.endpoint);
  return {
    tier,
    outlook,
    tokens: usageTokens(usage),
    costPico: outlook.price && costOfUsage(outlook.price, usage),
    speed,
    expectedMs: speed && Math.round(speed.p50Ms),
  };
}
