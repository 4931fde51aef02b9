import { ApiError } from "@/lib/core/errors";
import { authenticate, type Caller, requireScope } from "./authenticate";
import type { Exchange, Reply } from "./exchange";
import type { Gateway } from "./gateway";
import { handleCall } from "./handle-call";
import { describeKey } from "./describe-key";
import { explainPlan } from "./explain-plan";
import { getCall } from "./get-call";
import { getModel, listModels } from "./models";
import { routePath } from "./paths";

type Handler = (exchange: Exchange, caller: Caller, gateway: Gateway, requestId: string) => Reply | Promise<Reply>;

/** Every route of the inference API. Each one needs a key: the gate and the handler stand in the same row. */
export const ROUTES: readonly { method: string; path: string | RegExp; handle: Handler; /** A key of any scope may ask. */ isForAll?: true }[] = [
  { method: "POST", path: "/chat/completions", handle: handleCall },
  { method: "POST", path: "/plan", handle: explainPlan },
  { method: "GET", path: "/models", handle: listModels },
  { method: "GET", path: /^\/models\/.+$/, handle: getModel },
  { method: "GET", path: /^\/calls\/[^/]+$/, handle: getCall },
  { method: "GET", path: "/key", handle: describeKey, isForAll: true },
];

/** @param path as `routePath` gives it */
export function matchesPath({ path: pattern }: (typeof ROUTES)[number], path: string): boolean {
  return typeof pattern === "string" ? pattern === path : pattern.test(path);
}

/** Finds the route by its exact path, then asks for the key, then lets it answer. */
export async function dispatch(exchange: Exchange, gateway: Gateway, requestId: string): Promise<Reply> {
  const path = routePath(exchange.path);
  const matches = ROUTES.filter((route) => matchesPath(route, path));
  if (matches.length === 0) {
    throw new ApiError("route_not_found", "There is nothing here. The API is at /api/v1, for example /api/v1/chat/completions.");
  }
  const route = matches.find(({ method }) => method === exchange.method);
  if (!route) {
    const allow = matches.map(({ method }) => method).join(", ");
    throw new ApiError("method_not_allowed", `Use ${allow} here.`, { allow });
  }
  const caller = await authenticate(exchange, gateway.live, Date.now());
  if (!route.isForAll) requireScope(caller, "calls");
  return route.handle(exchange, caller, gateway, requestId);
}
