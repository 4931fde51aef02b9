import { getSecret } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { answerScenario, prepareServing, type Serving } from "./answer-scenario";

export const dynamic = "force-dynamic";

/** On the global object: Next loads this module once for every bundle, and the bound on runs is the process's. */
const shared = globalThis as { routeledgerSandbox?: Serving };

/** `POST /api/sandbox`: what a profile would cost and hold, for an API key's team. docs/sandbox.md */
export function POST(request: Request): Promise<Response> {
  shared.routeledgerSandbox ??= prepareServing(getDb(), getSecret().peppers);
  return answerScenario(request, shared.routeledgerSandbox);
}
