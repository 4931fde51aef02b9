import type { CallFacts } from "@/lib/core/call-facts";
import { NOTHING_KNOWN, type Outlook } from "@/lib/core/outlook";
import { planCall, type Plan } from "@/lib/core/plan";
import type { PlanInput } from "@/lib/core/plan-input";
import { costOfUsage } from "@/lib/core/price";
import type { SandboxProfile, Scenario } from "../scenario";
import { quantileOf } from "../spread";
import { priceAt } from "./price-at";
import type { RecordedCall, RecordedPast } from "./recorded";

/** Attempts that a model's success weighs like, where a strategy asks how an endpoint did of late. */
const LIKE_ATTEMPTS = 100;
const COOLING_MS = 60_000;

export function inputsOf({ tiers }: SandboxProfile): PlanInput[] {
  return tiers.map((tier) => ({ ...tier, namedEndpoint: false, group: 0, sort: null }));
}

/** What is known of a recorded call: what it read stands for its prompt, and nobody recorded more of it. */
export function factsOf({ startedAtMs, stream }: RecordedCall, promptTokens: number): CallFacts {
  return {
    startedAtMs, promptTokens, stream, maxOutputTokens: null, tools: false, images: false, jsonSchema: false, inputs: [], parameters: [], metadata: {},
  };
}

type Question = { scenario: Scenario; past: RecordedPast; call: RecordedCall; facts: CallFacts; inputs: PlanInput[]; draw: number };

/** The candidate's plan of a recorded call. Doors that its record found closed are closed; a version's own call keeps its order. */
export function planRecorded({ scenario, past, call, facts, inputs, draw }: Question): Plan {
  const { rules } = scenario.profile;
  const isOwn = isOwnCall(scenario.profile, call);
  const outlookOf = (tier: PlanInput): Outlook => outlookAt(tier, scenario, past, call);
  const plan = planCall({
    rules: isOwn ? { ...rules, strategy: "ordered" } : rules,
    tiers: isOwn ? inRecordedOrder(inputs, call) : inputs,
    unresolved: [], preference: {}, facts, outlookOf, unsayableAt: () => null, remainingMs: rules.timers.totalMs, draw,
  });
  return plan;
}

/** Whether the call was made by the very version that is walked. */
export function isOwnCall({ version }: SandboxProfile, call: RecordedCall): boolean {
  return version !== null && version === call.version;
}

/** The record knows of the request what nobody can know any more: whom it left out for it, and whom the strategy put first. */
function inRecordedOrder(inputs: readonly PlanInput[], { plan }: RecordedCall): PlanInput[] {
  const entries = plan.filter(({ kept, drop }) => kept || drop === "down" || drop === "capped");
  const found = entries.flatMap(({ endpoint }) => inputs.find((input) => input.endpoint.name === endpoint) ?? []);
  return found.length > 0 ? found : [...inputs];
}

function outlookAt({ endpoint }: PlanInput, { endpoints }: Scenario, past: RecordedPast, call: RecordedCall): Outlook {
  const model = endpoints.get(endpoint.id);
  const entry = call.plan.find((each) => each.endpoint === endpoint.name);
  const price = priceAt(past.prices.get(endpoint.id) ?? [], call.startedAtMs);
  if (!model) return { ...NOTHING_KNOWN, price };
  const [p50Ms, p90Ms, minMs] = [0.5, 0.9, 0].map((share) => quantileOf(model.firstTokenMs, Math.max(share, 0.01)));
  const speed = { p50Ms: p50Ms ?? 0, p90Ms: p90Ms ?? 0, minMs: minMs ?? 0 };
  return {
    ...NOTHING_KNOWN,
    price,
    firstToken: speed, whole: speed, tokensPerSecond: model.tokensPerSecond,
    chances: { served: model.success * LIKE_ATTEMPTS, fellBack: (1 - model.success) * LIKE_ATTEMPTS, ended: 0 },
    open: entry?.drop === "down" ? { untilMs: call.startedAtMs + COOLING_MS, cause: "overloaded" } : null,
    capped: entry?.drop === "capped" ? { cap: "what its record says", freeAtMs: null } : null,
  };
}

/** What a served call's usage would have cost at its plan's primary: as recorded where that is the same one. */
export function primaryCost(plan: Plan, call: RecordedCall, past: RecordedPast, served: { usage: Parameters<typeof costOfUsage>[1]; isReplayed: boolean }): bigint | null {
  const first = call.plan.find(({ kept, drop }) => kept || drop === "down" || drop === "capped" || drop === "late");
  if (served.isReplayed && plan.primary?.name === first?.endpoint) return call.primaryCostPico;
  const price = plan.primary && priceAt(past.prices.get(plan.primary.id) ?? [], call.startedAtMs);
  return price && costOfUsage(price, served.usage);
}
