import type { Pico } from "@/lib/core/money";
import { judgeFailure } from "@/lib/core/judge-failure";
import type { Report } from "@/lib/core/tier-guard";
import type { CallShape } from "../scenario";
import type { Fate } from "./endpoint-at-work";
import type { KnownPlan } from "./plan-memory";
import type { FailureMode } from "./prepared-endpoint";

const WHOLE = 1_000_000n;

/** What a failed attempt costs of what the answer would have; what is less than a pico-USD falls away. */
export function billedPico(costPico: Pico, { billedMillionths }: FailureMode): Pico {
  return (costPico * BigInt(billedMillionths)) / WHOLE;
}

/** What a served attempt tells the guard. */
export function reportServed({ usage }: CallShape, { firstTokenMs, totalMs }: Fate, costPico: Pico | null): Report {
  return {
    attempt: { outcome: "served", cause: null, usage, costPico, basis: costPico === null ? "unknown" : "reported", firstTokenMs, totalMs },
    retryAfterMs: null, leftTier: false, isChance: false, isObserved: true,
  };
}

/** The circumstances of a failed attempt: the place of its candidate, and whether the call was committed to it. */
type Failed = { mode: FailureMode; fate: Fate; plan: KnownPlan; candidate: number; committed: boolean; costPico: Pico | null };

/** What a failed attempt tells the guard. */
export function reportFailed({ usage, stream }: CallShape, { mode, fate, plan, candidate, committed, costPico }: Failed): Report {
  const { firstTokenMs, totalMs, retryAfterMs } = fate;
  const { cause, httpStatus } = mode;
  const walked = plan.walk.candidates[candidate];
  if (!walked) throw new Error(`The plan has no candidate ${candidate}`);
  const pico = mode.billedMillionths === 0 ? 0n : costPico && billedPico(costPico, mode);
  const failed = { cause, httpStatus, staleSocket: false, timing: { connectMs: null, firstTokenMs, totalMs } };
  const { triggers: tier, timers } = walked;
  return {
    attempt: {
      outcome: "failed", cause, usage: mode.billedMillionths === 0 ? null : usage, costPico: pico, basis: pico === null ? "unknown" : "reported", firstTokenMs, totalMs,
    },
    retryAfterMs,
    ...judgeFailure(failed, { tier, profile: plan.walk.triggers, timers, stream, committed }),
  };
}
