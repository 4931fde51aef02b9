import type { Problems } from "@/lib/core/profile-draft";
import type { Assumption } from "@/lib/sandbox/assumption";
import type { Background } from "@/lib/sandbox/background";
import { solveClosedForm } from "@/lib/sandbox/closed-form/solve";
import { composeScenario } from "@/lib/sandbox/compose-scenario";
import { simulate } from "@/lib/sandbox/events/simulate";
import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import type { SimulationResult } from "@/lib/sandbox/result";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { drive } from "./drive";
import type { ScenarioRequest } from "./request-schema";

/** In place of what a request leaves out. */
const [REPLICATIONS, CALLS] = [8, 1_000_000];

type Question = { request: ScenarioRequest; profile: SandboxProfile; background: Background; signal: AbortSignal };
export type Solved = { result: SimulationResult; assumptions: readonly Assumption[] } | { problems: Problems };

/** Asks the engine that the request names. @throws what `signal` was aborted with */
export async function solve({ request, profile, background, signal }: Question): Promise<Solved> {
  const composed = composeScenario({ inputs: inputsOf(request), profile, background });
  if ("problems" in composed) return composed;
  const { scenario, assumptions } = composed;
  switch (request.engine) {
    case "closed-form":
      return { result: solveClosedForm(scenario), assumptions };
    case "events": {
      const { replications = REPLICATIONS, maxCalls = CALLS } = request;
      return { result: await drive(simulate(scenario, { replications, maxCalls }), signal), assumptions };
    }
    case "backtest":
      return { problems: { engine: "A backtest is run on the sandbox's page: here there are closed-form and events." } };
  }
}

function inputsOf({ traffic, endpoints, domains, trouble, breakers, seed }: ScenarioRequest): ScenarioInputs {
  return { traffic, endpoints, domains, trouble, seed, ...(breakers === undefined ? {} : { breakers }) };
}
