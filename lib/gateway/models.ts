import type { TeamCatalog } from "@/lib/catalog/catalog";
import { ApiError } from "@/lib/core/errors";
import { formatUsdExact } from "@/lib/core/money";
import { findPriceInForce } from "@/lib/core/price";
import type { Endpoint } from "@/lib/core/profile";
import type { Caller } from "./authenticate";
import { jsonReply, type Exchange, type Reply } from "./exchange";
import type { Gateway } from "./gateway";
import { routePath } from "./paths";

/** `GET /models`: the team's endpoints, models and profiles: every name that a request may use. */
export function listModels(_exchange: Exchange, caller: Caller, gateway: Gateway): Reply {
  const team = gateway.teamOf(caller).catalog;
  const endpoints = [...team.endpoints.values()].map((endpoint) => describeEndpoint(endpoint, team));
  const models = [...team.byModel].map(([model, hosts]) => ({
    ...entry(model, "routeledger"),
    endpoints: hosts.map((host) => host.name),
  }));
  const profiles = [...team.profiles.values()].map((profile) => ({
    ...entry(`profile/${profile.slug}`, "routeledger"),
    strategy: profile.rules.strategy,
    tiers: profile.tiers.map((tier) => tier.endpoint.name),
  }));
  return jsonReply(200, { object: "list", data: [...endpoints, ...models, ...profiles] });
}

/** `GET /models/{provider}/{model}` */
export function getModel(exchange: Exchange, caller: Caller, gateway: Gateway): Reply {
  const name = decodeName(routePath(exchange.path).slice("/models/".length));
  const team = gateway.teamOf(caller).catalog;
  const endpoint = team.endpoints.get(name);
  if (!endpoint) throw new ApiError("model_not_found", `There is no endpoint "${name.slice(0, 100)}".`, { param: "model" });
  return jsonReply(200, describeEndpoint(endpoint, team));
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function entry(id: string, ownedBy: string) {
  return { id, object: "model", created: 0, owned_by: ownedBy };
}

/** Prices in USD per token, as OpenRouter's list has them. */
function describeEndpoint(endpoint: Endpoint, team: TeamCatalog) {
  const inForce = findPriceInForce(team.prices.get(endpoint.id) ?? [], Date.now());
  const base = inForce?.price.base;
  return {
    ...entry(endpoint.name, endpoint.provider),
    context_length: endpoint.contextTokens,
    pricing: base ? { prompt: formatUsdExact(base.input), completion: formatUsdExact(base.output) } : null,
  };
}
