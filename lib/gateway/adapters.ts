import type { Provider, TeamCatalog } from "@/lib/catalog/catalog";
import type { PlanInput } from "@/lib/core/plan-input";
import { anthropic } from "@/lib/upstream/anthropic/adapter";
import type { DialectAdapter } from "@/lib/upstream/dialect";
import { openai } from "@/lib/upstream/openai/adapter";
import type { ChatRequest } from "@/lib/wire/chat-request";

type Dialect = Provider["dialect"];

const ADAPTERS: Readonly<Record<Dialect, DialectAdapter>> = { anthropic, openai };

export function adapterOf({ dialect }: Provider): DialectAdapter {
  return ADAPTERS[dialect];
}

/** What of the request a tier's dialect has no words for; looked for once in each dialect, and only where a tier speaks it. */
export function unsayableIn(request: ChatRequest, { providers }: Pick<TeamCatalog, "providers">): (tier: PlanInput) => string | null {
  const known = new Map<Dialect, string | null>();
  return ({ endpoint }) => {
    const dialect = providers.get(endpoint.provider)?.dialect;
    if (dialect === undefined) return null;
    const found = known.has(dialect) ? (known.get(dialect) ?? null) : ADAPTERS[dialect].findUnsayable(request);
    known.set(dialect, found);
    return found;
  };
}
