import type { VersionContent } from "@/lib/catalog/describe-version";
import type { EndpointChoice } from "@/lib/catalog/endpoint-choices";
import { NOTHING_KNOWN, type Outlook } from "@/lib/core/outlook";
import { type Plan, planCall } from "@/lib/core/plan";
import type { PlanInput } from "@/lib/core/plan-input";
import { NIL_ID } from "@/lib/core/profile";
import { unsayableIn } from "./adapters";
import { readFacts } from "./call-facts";
import type { Route } from "./resolve";
import type { SampleCall } from "./sample-call";

/** What is taken of an endpoint's recent attempts. */
export type Experience = Pick<Outlook, "chances" | "firstToken" | "whole">;

type Preview = {
  content: VersionContent;
  choices: readonly EndpointChoice[];
  /** By the endpoint's id; nothing is known of who is absent. */
  experience: ReadonlyMap<string, Experience>;
  sample: SampleCall;
};

/** Neither the first nor the last in a draw of weights, and no turn to explore. */
const DRAW = 0.5;

/**
 * The plan that the gateway would make of a sample call by a draft, with nobody down and nobody at a cap: what is learned
 * from minute to minute is the gateway's alone.
 */
export function previewPlan({ content, choices, experience, sample }: Preview): Plan {
  const byId = new Map(choices.map((choice) => [choice.endpoint.id, choice]));
  const tiers = content.tiers.flatMap(({ endpoint: { id }, rules }, index): PlanInput[] => {
    const endpoint = byId.get(id)?.endpoint;
    return endpoint ? [{ position: index + 1, endpoint, rules, namedEndpoint: false, group: 0, sort: null }] : [];
  });
  const route: Route = {
    profileSlug: "draft", profileVersionId: NIL_ID, profileVersion: null, baselineEndpointId: null, rules: content.rules, tiers, unresolved: [],
  };
  const { request, promptTokens, answerTokens, startedAtMs } = sample;
  return planCall({
    rules: content.rules,
    tiers,
    unresolved: [],
    preference: {},
    facts: { ...readFacts(request, route, startedAtMs), promptTokens },
    outlookOf: ({ endpoint: { id } }) => ({
      ...NOTHING_KNOWN, ...experience.get(id), price: byId.get(id)?.price?.price ?? null, outputTokens: answerTokens,
    }),
    unsayableAt: unsayableIn(request, { providers: new Map(choices.map(({ provider }) => [provider.slug, provider])) }),
    remainingMs: content.rules.timers.totalMs,
    draw: DRAW,
  });
}
